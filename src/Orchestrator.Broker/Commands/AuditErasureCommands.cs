using System.CommandLine;
using System.Globalization;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Erasure;
using Orchestrator.Broker.Evidence;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Passwords;

namespace Orchestrator.Broker.Commands;

/// <summary>
/// <c>audit texts</c>, <c>request-erasure</c>, <c>show-erasure</c>, <c>approve-erasure</c>: addresses and reasons beside the broker's log, erased by two
/// administrators. The request and its approval are records; the serving broker erases when it writes the second.
/// </summary>
internal sealed class AuditErasureCommands(CommandIo io, PasswordHasher passwords)
{
    // Commitments of 64 digits each: more don't fit into the fields of one record.
    private const int MostTexts = 150;
    private const int ReasonCharacters = 400;

    private readonly Option<string> _data = CommonOptions.Data();

    public static IEnumerable<Command> Create(CommandIo io, PasswordHasher passwords)
    {
        var self = new AuditErasureCommands(io, passwords);
        return [self.Texts(), self.Request(), self.Show(), self.Approve()];
    }

    private Command Texts()
    {
        var (records, account, json) = (Records(), Account(), CommonOptions.AsJson());
        var command = new Command("texts", "List addresses and reasons that lie beside the broker's log, with the records that name them.") { _data, records, account, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (folder, _) = await CommonOptions.OpenAsync(result, _data, cancellationToken);
            var found = new BrokerTexts(folder).Of(Meant(result.GetValue(records), result.GetValue(account)));
            if (result.GetValue(json))
            {
                CommonOptions.WriteJson(io, found);
            }
            else
            {
                CommonOptions.WriteTable(io, ["RECORD", "EVENT", "COMMITMENT", "TEXT"], found.Select(one => new[] { Number(one.Sequence), one.Event, one.Commitment, ShownText.Of(one.Text) }));
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    private Command Request()
    {
        var (records, account) = (Records(), Account());
        var texts = new Option<string[]>("--text") { Description = "These texts, by commitment.", AllowMultipleArgumentsPerToken = true, HelpName = "COMMITMENT" };
        var reason = CommonOptions.Text("--reason", "Why they may no longer be read.", "TEXT");
        var command = new Command("request-erasure", "Ask for texts beside the broker's log to be erased. Another administrator approves it.") { _data, records, account, texts, reason };
        var acting = ActingAdministrator.AddTo(command, io, passwords);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (folder, store) = await CommonOptions.OpenAsync(result, _data, cancellationToken);
            var why = Reason(result.GetRequiredValue(reason));
            var wanted = Wanted(new BrokerTexts(folder), result.GetValue(texts), result.GetValue(records), result.GetValue(account));
            var by = WithAccount(await acting.ProveAsync(result, folder, store, cancellationToken));
            var chosen = wanted.Take(MostTexts).ToList();
            await KeepAsync(store, new AdministrationObservations.ErasureRequested(chosen.Count, string.Join(' ', chosen), why, by), cancellationToken);
            io.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Asked for {chosen.Count} texts to be erased. It is in the log as soon as the broker serves; find its number with `audit search --event {BrokerEventCodes.ErasureRequested}`, and have another administrator look at it with `audit show-erasure NUMBER`."));
            if (wanted.Count > chosen.Count)
            {
                io.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{wanted.Count - chosen.Count} more are left: ask again when these are erased."));
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    private Command Show()
    {
        var number = RequestNumber();
        var command = new Command("show-erasure", "Show what an erasure would erase, and the digest by which it is approved.") { number, _data };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (folder, _) = await CommonOptions.OpenAsync(result, _data, cancellationToken);
            var texts = new BrokerTexts(folder);
            var request = Find(texts, result.GetValue(number));
            io.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Record {request.Sequence}: {request.Account} asks for {request.Commitments.Count} texts to be erased{(request.IsDone ? "; it is done" : "")}."));
            io.Output.WriteLine($"Reason: {ShownText.Of(request.Reason ?? "(erased)")}");
            CommonOptions.WriteTable(io, ["COMMITMENT", "TEXT"], request.Commitments.Select(one => new[] { one, texts.Find(one) is { } text ? ShownText.Of(text) : "(erased)" }));
            io.Output.WriteLine($"Digest: {request.Digest}");
            return (int)ExitCode.Success;
        });
        return command;
    }

    private Command Approve()
    {
        var number = RequestNumber();
        var digest = new Argument<string>("DIGEST") { Description = "What `audit show-erasure` printed." };
        var command = new Command("approve-erasure", "Approve an erasure that another administrator asked for. It can't be taken back.") { number, digest, _data };
        var acting = ActingAdministrator.AddTo(command, io, passwords);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (folder, store) = await CommonOptions.OpenAsync(result, _data, cancellationToken);
            var request = Find(new BrokerTexts(folder), result.GetValue(number));
            if (request.IsDone)
            {
                throw new BrokerException(ExitCode.Exists, "That erasure is done already.");
            }

            if (!string.Equals(request.Digest, result.GetValue(digest), StringComparison.OrdinalIgnoreCase))
            {
                throw new BrokerException(ExitCode.Refused, "The request isn't the one that was shown. Look at it again with `audit show-erasure`.");
            }

            var by = WithAccount(await acting.ProveAsync(result, folder, store, cancellationToken));
            if (string.Equals(by.Account, request.Account, StringComparison.OrdinalIgnoreCase))
            {
                throw new BrokerException(ExitCode.Refused, "Who asked can't approve. Another administrator must do it.");
            }

            await KeepAsync(
                store,
                new AdministrationObservations.TextsErased(request.Sequence, request.Digest, request.Account, request.Commitments.Count, string.Join(' ', request.Commitments), by),
                cancellationToken);
            io.Output.WriteLine("Approved. The texts are erased as soon as the broker serves. Backups, exports and what people wrote down aren't touched.");
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static List<string> Wanted(BrokerTexts texts, string[]? commitments, long[]? records, string? account)
    {
        List<string> wanted = [.. commitments ?? []];
        if (wanted.FirstOrDefault(one => texts.Find(one) is null) is { } unknown)
        {
            throw new BrokerException(ExitCode.NotFound, $"There is no text with the commitment {unknown}. List them with `audit texts`.");
        }

        if (records is { Length: > 0 } || account is not null)
        {
            wanted.AddRange(texts.Of(Meant(records, account)).Select(one => one.Commitment));
        }

        return wanted.Count > 0
            ? [.. wanted.Distinct(StringComparer.Ordinal)]
            : throw new BrokerException(ExitCode.NotFound, "There is nothing to erase. Name records, texts or an account; `audit texts` lists what is there.");
    }

    /// <summary>Records of these numbers, or done by this account or about it; all where nothing is named.</summary>
    private static Func<AuditRecord, bool> Meant(long[]? records, string? account) => record =>
        (records is not { Length: > 0 } || records.Contains(record.Sequence)) && (account is null || RecordSearch.NamesAccount(record, account));

    private static ErasureRequest Find(BrokerTexts texts, long number) => texts.Request(number)
        ?? throw new BrokerException(ExitCode.NotFound, $"Record {Number(number)} asks for no erasure. Find the requests with `audit search --event {BrokerEventCodes.ErasureRequested}`.");

    private static ActingPerson WithAccount(ActingPerson by) => by.Account is null
        ? throw new BrokerException(ExitCode.NotProven, "Two administrators erase, each with an account of his own. Make and activate them first; then give the command with --as NAME.")
        : by;

    private static string Reason(string reason)
    {
        var words = reason.Trim();
        return words.Length is > 0 and <= ReasonCharacters && !words.Any(char.IsControl)
            ? words
            : throw new BrokerException(ExitCode.Refused, $"A reason is one line of at most {ReasonCharacters} characters.");
    }

    private async Task KeepAsync(BrokerStore store, BrokerObservation observation, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        db.PendingRecords.Add(PendingRecords.Row(io.Time, observation));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static Argument<long> RequestNumber() => new("NUMBER") { Description = "Number of the record that asks." };

    private static Option<long[]> Records() => new("--record") { Description = "Texts of these records, by number.", AllowMultipleArgumentsPerToken = true, HelpName = "N" };

    private static Option<string?> Account() => new("--account") { Description = "Texts of records that were done by this account, or are about it.", HelpName = "NAME" };

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

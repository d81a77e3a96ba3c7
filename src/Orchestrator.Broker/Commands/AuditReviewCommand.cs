using System.CommandLine;
using System.Globalization;
using Orchestrator.Broker.Evidence;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Reviews;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Passwords;

namespace Orchestrator.Broker.Commands;

/// <summary><c>audit review</c>: an auditor signs what he read, with meaning and full proof; <c>--status</c> shows what is reviewed and what isn't.</summary>
internal sealed class AuditReviewCommand
{
    private const int RemarkCharacters = 400;

    private readonly CommandIo _io;
    private readonly LocalProof _proof;
    private readonly Argument<string?> _session = new("SESSION") { Description = "The session's nine digits.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _data = CommonOptions.Data();
    private readonly Option<string?> _range = new("--range") { Description = "Records A to B of the broker's own log in place of a session.", HelpName = "A-B" };
    private readonly Option<string?> _meaning = new("--meaning") { Description = "What the signature means: reviewed, reviewed-with-remarks or rejected.", HelpName = "WORD" };
    private readonly Option<string> _remarks = new("--remarks") { Description = "Your words, on one line; needed with remarks and with a rejection.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
    private readonly Option<string?> _account = new("--account") { Description = "The auditor who signs; asks for password and code.", HelpName = "NAME" };
    private readonly Option<bool> _fromInput = new("--account-stdin") { Description = "Read password and code from the first two lines of standard input. Default: asks." };
    private readonly Option<bool> _status = new("--status") { Description = "Show what is reviewed, what isn't, and what came after. Exit 1: a review doesn't fit what is here." };
    private readonly Option<bool> _json = CommonOptions.AsJson();

    private AuditReviewCommand(CommandIo io, PasswordHasher passwords) => (_io, _proof) = (io, new LocalProof(io, passwords));

    public static Command Create(CommandIo io, PasswordHasher passwords)
    {
        var self = new AuditReviewCommand(io, passwords);
        var command = new Command("review", "Sign a session, or a range of the broker's log, as reviewed.")
        {
            self._session, self._data, self._range, self._meaning, self._remarks, self._account, self._fromInput, self._status, self._json,
        };
        command.SetAction(self.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (folder, store) = await CommonOptions.OpenAsync(result, _data, cancellationToken);
        SessionNumber? session = result.GetValue(_session) is not { } digits ? null
            : SessionNumber.TryParse(digits, out var number) ? number
            : throw new BrokerException(ExitCode.Usage, "A session's number has nine digits.");
        if (result.GetValue(_status))
        {
            return await ReviewStatusTable.WriteAsync(_io, folder, store, session, result.GetValue(_json), cancellationToken);
        }

        var (meaning, remarks) = Words(result);
        var name = result.GetValue(_account) ?? throw new BrokerException(ExitCode.Usage, "Say who signs: --account NAME.");
        var subject = (session, result.GetValue(_range)) switch
        {
            ({ } one, null) => ReviewSubject.Of(await SessionRecords.ReadAsync(folder, store, _io.Time, one, cancellationToken)),
            (null, { } range) => OfRange(folder, range),
            _ => throw new BrokerException(ExitCode.Usage, "Name either a session or --range A-B."),
        };
        if (subject.Objection is { } objection && meaning != ReviewMeanings.Rejected)
        {
            throw new BrokerException(ExitCode.Refused, $"{objection} It can only be signed as {ReviewMeanings.Rejected}.");
        }

        _io.Error.WriteLine(Described(subject, meaning));
        var proven = await _proof.ProveAsync(name, result.GetValue(_fromInput), "--account-stdin", folder, store, cancellationToken);
        ReviewRules.RequireAuditor(proven.Account!);
        if (subject.TookPart(proven.Account!.Name))
        {
            throw new BrokerException(ExitCode.Refused, $"'{proven.Account.Name}' took part in what is to be reviewed. Another auditor must sign it.");
        }

        await KeepAsync(store, subject, proven.Person with { OsAccount = Environment.UserName }, meaning, remarks, cancellationToken);
        _io.Output.WriteLine($"Signed by {proven.Account.PrintedName} ({proven.Account.Name}), {_io.Time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)}: {meaning}. It is in the log as soon as the broker serves.");
        return 0;
    }

    private async Task KeepAsync(BrokerStore store, ReviewSubject subject, ActingPerson by, string meaning, string remarks, CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        db.PendingRecords.Add(PendingRecords.Row(_io.Time, new ReviewObservations.ReviewSigned(
            by, meaning, remarks, subject.Session, subject.Claims, subject.ClaimsRoot, subject.First, subject.Last, subject.Records, subject.RecordsRoot, subject.Size, subject.LogRoot)));
        await db.SaveChangesAsync(cancellationToken);
    }

    private (string Meaning, string Remarks) Words(ParseResult result)
    {
        var meaning = result.GetValue(_meaning) ?? "";
        var remarks = result.GetValue(_remarks)!.Trim();
        if (!ReviewMeanings.IsKnown(meaning))
        {
            throw new BrokerException(ExitCode.Usage, $"Say what the signature means: --meaning {ReviewMeanings.Reviewed}, {ReviewMeanings.WithRemarks} or {ReviewMeanings.Rejected}.");
        }

        if (remarks.Length > RemarkCharacters || remarks.Any(char.IsControl))
        {
            throw new BrokerException(ExitCode.Refused, $"Remarks are one line of at most {RemarkCharacters} characters.");
        }

        return remarks.Length == 0 && meaning != ReviewMeanings.Reviewed
            ? throw new BrokerException(ExitCode.Usage, $"Say why with --remarks TEXT: {meaning} alone tells nobody what to do.")
            : (meaning, remarks);
    }

    private static ReviewSubject OfRange(DataFolder folder, string range)
    {
        var parts = range.Split('-');
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? ReviewSubject.OfRange(folder, first, last)
            : throw new BrokerException(ExitCode.Usage, "A range is two numbers: --range 120-340.");
    }

    private static string Described(ReviewSubject subject, string meaning) => subject.Session is { } session
        ? string.Create(CultureInfo.InvariantCulture, $"Session {session}: {subject.Claims} records of the instrument (root {subject.ClaimsRoot}) and {subject.Records} of the broker (root {subject.RecordsRoot}), signed as \"{meaning}\".")
        : string.Create(CultureInfo.InvariantCulture, $"Records {subject.First} to {subject.Last} of the broker's log (root {subject.RecordsRoot}), signed as \"{meaning}\".");
}

using System.CommandLine;
using System.Globalization;
using System.Text;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Policies;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Store;
using Orchestrator.Broker.Training;
using Orchestrator.Domain;
using Orchestrator.Trust.Policies;
using Orchestrator.Trust.Primitives;
using Orchestrator.Yaml;

namespace Orchestrator.Broker.Commands;

/// <summary><c>policy explain</c> and <c>policy test</c>: asks a policy, the one in force or a draft.</summary>
internal static class PolicyQuestions
{
    public static Command Explain(CommandIo io)
    {
        var source = new PolicySource();
        var role = new Option<string?>("--role") { Description = "The role of who asks. Or name an account.", HelpName = "ROLE" };
        var account = new Option<string?>("--account") { Description = "An account: its role, and the courses that it holds today. Needs --data.", HelpName = "NAME" };
        var capability = CommonOptions.Text("--capability", "What is asked for: view, control, send-file, fetch-file, clipboard-to or clipboard-from.", "NAME");
        var instrument = new Option<string>("--instrument") { Description = "Name of the instrument.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var serial = new Option<string>("--serial") { Description = "Its serial number.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var site = new Option<string>("--site") { Description = "Its site.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var at = new Option<string?>("--at") { Description = "When, in the policy's zone, as 2026-11-26T14:00. Default: now.", HelpName = "TIME" };
        var training = new Option<string[]>("--training") { Description = "Courses that are held.", HelpName = "COURSE", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var json = CommonOptions.AsJson();
        var command = new Command("explain", "Ask the policy a question, and show what each rule has to do with the answer.")
        {
            source.Data, source.File, role, account, capability, instrument, serial, site, at, training, json,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (installed, store) = await source.LoadAsync(result, io, cancellationToken);
            var (asked, held) = (result.GetValue(account), result.GetValue(role)) switch
            {
                ({ } name, null) when store is not null => await PersonAsync(store, io, name, cancellationToken),
                (null, { } named) => (named, result.GetRequiredValue(training)),
                _ => throw new BrokerException(ExitCode.Refused, "Say who asks: with --role, or with --account and --data."),
            };
            var question = new PolicyQuestion
            {
                Role = asked,
                Capability = Capabilities.Parse(result.GetRequiredValue(capability)) ?? throw new BrokerException(ExitCode.Refused, $"'{result.GetRequiredValue(capability)}' isn't a capability. See --help."),
                Instrument = result.GetRequiredValue(instrument),
                Serial = result.GetRequiredValue(serial),
                Site = result.GetRequiredValue(site),
                LocalTime = result.GetValue(at) is not { } text ? PolicyClock.Local(installed.Zone, io.Time.GetUtcNow())
                    : PolicyTable.ParseTime(text) ?? throw new BrokerException(ExitCode.Refused, $"'{text}' isn't a time. Write it like 2026-11-26T14:00."),
                Training = [.. held],
            };
            Write(io, installed, installed.Policy.Ask(question), result.GetValue(json));
            return (int)ExitCode.Success;
        });
        return command;
    }

    public static Command Test(CommandIo io)
    {
        var source = new PolicySource();
        var table = new Argument<string>("TABLE") { Description = "YAML with the list `expectations`." };
        var json = CommonOptions.AsJson();
        var command = new Command("test", "Ask the policy a table of questions, and compare the answers with what is expected. Exit 1 when one differs.") { table, source.Data, source.File, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (installed, _) = await source.LoadAsync(result, io, cancellationToken);
            var path = result.GetRequiredValue(table);
            var rows = ReadTable(path);
            var wrong = rows.Select(row => (row.Line, Difference: row.Difference(installed.Policy))).Where(r => r.Difference is not null).ToList();
            if (result.GetValue(json))
            {
                CommonOptions.WriteJson(io, new { version = installed.Version.Version, rows = rows.Length, differences = wrong.Select(w => new { line = w.Line, difference = w.Difference }) });
            }
            else
            {
                foreach (var (line, difference) in wrong)
                {
                    io.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}, line {line}: {difference}"));
                }

                io.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows.Length} expectations, {wrong.Count} differ (policy version {installed.Version.Version})."));
            }

            return (int)(wrong.Count == 0 ? ExitCode.Success : ExitCode.Unexpected);
        });
        return command;
    }

    private static async Task<(string Role, IReadOnlyList<string> Held)> PersonAsync(BrokerStore store, CommandIo io, string name, CancellationToken cancellationToken)
    {
        var accounts = new AccountStore(store, io.Time, SystemRandomSource.Instance);
        var account = await accounts.FindAsync(name, cancellationToken);
        return (account.Role, await new TrainingStore(store, accounts, new CourseStore(store, io.Time), io.Time).HeldAsync(account, cancellationToken));
    }

    private static void Write(CommandIo io, InstalledPolicy installed, PolicyAnswer answer, bool asJson)
    {
        var until = answer.HoldsUntil?.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
        if (asJson)
        {
            CommonOptions.WriteJson(io, new
            {
                version = installed.Version.Version,
                outcome = RuleWords.Of(answer.Outcome),
                sentence = answer.Sentence,
                holdsUntil = until,
                reasons = answer.Reasons.Select(r => new { rule = r.Rule, effect = RuleWords.Of(r.Effect), applies = r.Applies, reason = r.Sentence }),
            });
            return;
        }

        io.Output.WriteLine(answer.Sentence);
        io.Output.WriteLine(until is null
            ? "Time doesn't change this answer. The clients' configuration and the site come after it and only tighten."
            : $"The answer holds until {until} ({installed.Policy.Zone}). The clients' configuration and the site come after it and only tighten.");
        CommonOptions.WriteTable(io, ["RULE", "EFFECT", "REASON"], answer.Reasons.Select(r => new[] { r.Rule, RuleWords.Of(r.Effect), r.Sentence }));
    }

    private static System.Collections.Immutable.ImmutableArray<Expectation> ReadTable(string path)
    {
        var bytes = InstalledPolicy.ReadFile(path, PolicyFile.MaxTextBytes, ExitCode.Refused);
        try
        {
            return PolicyTable.Read(Encoding.UTF8.GetString(bytes));
        }
        catch (YamlFaultException e)
        {
            throw new BrokerException(ExitCode.Refused, $"The table {path} can't be used, line {e.Line.ToString(CultureInfo.InvariantCulture)}: {e.Message}. Correct it.", e);
        }
    }

    /// <summary>Where the policy comes from: the data folder, or a draft that nobody has signed.</summary>
    private sealed class PolicySource
    {
        public Option<string?> Data { get; } = new("--data") { Description = "The folder that init made: the policy in force.", HelpName = "DIR" };

        public Option<string?> File { get; } = new("--policy") { Description = "A draft as YAML, not signed yet.", HelpName = "FILE" };

        public async Task<(InstalledPolicy Policy, BrokerStore? Store)> LoadAsync(ParseResult result, CommandIo io, CancellationToken cancellationToken)
        {
            var draft = result.GetValue(File);
            if (result.GetValue(Data) is not { } data)
            {
                return draft is null ? throw new BrokerException(ExitCode.Refused, "Name the policy: the one in force with --data, or a draft with --policy.") : (Draft(draft), null);
            }

            var folder = DataFolder.At(data);
            var store = await BrokerStore.OpenAsync(folder.Database, cancellationToken);
            return (draft is null ? new PolicyStore(store, folder, io.Time).Read(PolicyCommands.RootOf(folder)) : Draft(draft), store);
        }

        private static InstalledPolicy Draft(string path) =>
            InstalledPolicy.Read(InstalledPolicy.ReadFile(path, PolicyFile.MaxTextBytes, ExitCode.Refused), "", path, ExitCode.Refused);
    }
}

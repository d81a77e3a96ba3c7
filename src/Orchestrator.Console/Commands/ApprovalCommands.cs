using System.CommandLine;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.Technicians.Face;
using Orchestrator.Trust.Encoding;

namespace Orchestrator.Technicians.Commands;

/// <summary><c>request</c>, <c>approvals</c>, <c>approve</c> and <c>refuse</c>: a supervisor's approval of what the vendor's policy wants approved.</summary>
internal static class ApprovalCommands
{
    private delegate Task Work(ConsoleApprovals approvals, PersonProof who, IReport report, CancellationToken cancellationToken);

    public static Command Request(CommandIo io)
    {
        var session = CommonOptions.Session();
        var capabilities = new Option<string[]>("--capability")
        {
            Description = $"What you want to ask the operator for: {string.Join(", ", Capabilities.All.Select(c => c.Name()))}. May be given several times.",
            HelpName = "NAME",
            Required = true,
        };
        var reason = new Option<string>("--reason") { Description = "Why: the supervisor decides by it, and it is in the records.", HelpName = "TEXT", Required = true };
        var command = new Command("request", "Ask a supervisor to approve what the vendor's policy wants approved, before you connect.") { session, capabilities, reason };
        return Asking(io, command, result =>
        {
            var number = CommonOptions.SessionOf(result.GetRequiredValue(session));
            var wanted = CapabilitySet.Of([.. result.GetRequiredValue(capabilities).Select(CapabilityOf)]);
            var why = Words(result.GetRequiredValue(reason), reason.Name);
            return async (approvals, who, report, cancellationToken) =>
                report.Filed(await approvals.RequestAsync(number, wanted, why, who, cancellationToken).ConfigureAwait(false), number, wanted);
        });
    }

    public static Command List(CommandIo io) => Asking(
        io,
        new Command("approvals", "Show the requests that wait for a supervisor, and those that were decided in the last hour; for others, their own."),
        _ => async (approvals, who, report, cancellationToken) => report.Approvals(await approvals.ListAsync(who, cancellationToken).ConfigureAwait(false)));

    public static Command Approve(CommandIo io) => Decide(io, "approve", "Approve a request, as a supervisor: it counts for one hour and one session.", approve: true);

    public static Command Refuse(CommandIo io) => Decide(io, "refuse", "Refuse a request, as a supervisor. It stays refused.", approve: false);

    private static Command Decide(CommandIo io, string name, string description, bool approve)
    {
        var id = new Argument<string>("ID") { Description = "The request, as `orchestrator approvals` shows it." };
        var meaning = new Option<string>("--meaning") { Description = "What your decision means; it stands in the record beside your printed name and the time.", HelpName = "TEXT", Required = true };
        return Asking(io, new Command(name, description) { id, meaning }, result =>
        {
            var words = Words(result.GetRequiredValue(meaning), meaning.Name);
            var request = result.GetRequiredValue(id);
            return async (approvals, who, report, cancellationToken) =>
                report.Decided(request, await approvals.DecideAsync(request, approve, words, who, cancellationToken).ConfigureAwait(false));
        });
    }

    /// <summary>Everything that can be wrong in the command line is found before anybody is asked for a password.</summary>
    private static Command Asking(CommandIo io, Command command, Func<ParseResult, Work> prepare)
    {
        var common = new CommonOptions();
        var json = new Option<bool>("--json") { Description = "Print JSON objects instead of sentences." };
        command.Options.Add(json);
        common.AddTo(command, io);
        command.SetAction(async (result, cancellationToken) =>
        {
            var work = prepare(result);
            var options = common.Read(result, io);
            var account = common.Account(result, options);
            var (password, code) = await Secrets.PasswordAndCodeAsync(io, result.GetValue(common.PasswordStdin), account, cancellationToken).ConfigureAwait(false);
            await using var run = await ConsoleRun.OpenAsync(options, cancellationToken).ConfigureAwait(false);
            IReport report = result.GetValue(json) ? new JsonReport(io.Output, options.Time) : new TextReport(io.Output);
            await work(run.Approvals, new PersonProof(account, password, code), report, cancellationToken).ConfigureAwait(false);
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Capability CapabilityOf(string name) => Capabilities.Parse(name)
        ?? throw new ConsoleException("BAD_CAPABILITY", ExitCode.Usage, $"There is no capability '{name}'. Name some of {string.Join(", ", Capabilities.All.Select(c => c.Name()))}.");

    private static string Words(string text, string option) => SafeText.IsSafe(text, ApprovalRules.MaxCharacters) && text.Length <= ApprovalRules.MaxCharacters
        ? text
        : throw new ConsoleException("BAD_WORDS", ExitCode.Usage, $"{option} needs 1 to {ApprovalRules.MaxCharacters} visible characters on one line.");
}

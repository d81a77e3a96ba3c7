using System.CommandLine;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.Technicians.Face;
using Orchestrator.Technicians.Scripts;

namespace Orchestrator.Technicians.Commands;

/// <summary><c>connect</c>: joins a session, then runs a script or shows the terminal face.</summary>
internal static class ConnectCommand
{
    public static Command Create(CommandIo io)
    {
        var common = new CommonOptions();
        var session = CommonOptions.Session();
        var pin = new Option<string>("--pin") { Description = "The six digits of the PIN.", Required = true, HelpName = "PIN" };
        var reason = new Option<string>("--reason") { Description = "Why: the operator reads it, and it is in the records.", Required = true, HelpName = "TEXT" };
        var script = new Option<string?>("--do") { Description = "Run the steps of a file, then end. Default: the terminal face.", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "A fetched file may replace one that is there." };
        var viewer = new Option<string>("--viewer") { Description = "How to look at the screen: any VNC viewer on this computer, or a browser.", DefaultValueFactory = _ => "none" };
        viewer.AcceptOnlyFromAmong("none", "vnc", "browser");
        var json = new Option<bool>("--json") { Description = "Print one JSON object per event." };
        var command = new Command("connect", "Join a session.") { session, pin, reason, script, viewer, force, json };
        common.AddTo(command, io);
        command.SetAction(async (result, cancellationToken) =>
        {
            // Everything that can be wrong here is found before anything is dialled.
            var number = CommonOptions.SessionOf(result.GetRequiredValue(session));
            var digits = result.GetRequiredValue(pin).Replace(" ", "", StringComparison.Ordinal);
            if (digits.Length != 6 || !digits.All(char.IsAsciiDigit))
            {
                throw new ConsoleException("BAD_PIN", ExitCode.Usage, "A PIN has six digits. Ask the operator to read it out again.");
            }

            var steps = result.GetValue(script) is { } file ? ScriptParser.Parse(await ReadAsync(file, cancellationToken).ConfigureAwait(false)) : null;
            var options = common.Read(result, io);
            var account = common.Account(result, options);
            var (password, code) = await Secrets.PasswordAndCodeAsync(io, result.GetValue(common.PasswordStdin), account, cancellationToken).ConfigureAwait(false);
            var why = result.GetRequiredValue(reason);
            var isFace = steps is null && !result.GetValue(json) && io.IsInteractive && !Console.IsOutputRedirected;
            IReport report = result.GetValue(json) ? new JsonReport(io.Output, options.Time) : new TextReport(io.Output);
            var request = new ConnectRequest(number, new SecretText(digits), why, account, password, code) { Watcher = isFace ? null : report.Told };
            await using var run = await ConsoleRun.OpenAsync(options, cancellationToken).ConfigureAwait(false);
            report.Connecting(request, run.Configuration.IsDevelopment);
            await using var joined = await run.ConnectAsync(request, cancellationToken).ConfigureAwait(false);
            report.Joined(joined.View);
            await using var viewing = Enum.Parse<ViewerKind>(result.GetRequiredValue(viewer), ignoreCase: true) is not ViewerKind.None and var kind
                ? await joined.OpenViewerAsync(kind, options.Random, cancellationToken).ConfigureAwait(false)
                : null;
            if (viewing is not null)
            {
                report.Viewer(viewing.HowTo);
            }

            var work = new ConnectWork(joined, why, report);
            return (int)(steps is not null
                ? await work.ScriptAsync(steps, result.GetValue(force), cancellationToken).ConfigureAwait(false)
                : isFace
                    ? await work.FaceAsync(io, run.Configuration.IsDevelopment, viewing?.HowTo ?? "", cancellationToken).ConfigureAwait(false)
                    : await work.WatchAsync(cancellationToken).ConfigureAwait(false));
        });
        return command;
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConsoleException("SCRIPT_UNREADABLE", ExitCode.Usage, $"The script {path} can't be read: {e.Message}", e);
        }
    }
}

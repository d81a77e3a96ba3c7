using System.CommandLine;
using Orchestrator.Technicians.Face;

namespace Orchestrator.Technicians.Commands;

/// <summary><c>login</c>: signs a person in for lists and tools, and shows whether account, training and way to the server are sound.</summary>
internal static class LoginCommand
{
    public static Command Create(CommandIo io)
    {
        var common = new CommonOptions();
        var json = new Option<bool>("--json") { Description = "Print JSON objects instead of sentences." };
        var command = new Command("login", "Sign in with password and code. Joining a session needs both again.") { json };
        common.AddTo(command, io);
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = common.Read(result, io);
            var account = common.Account(result, options);
            var (password, code) = await Secrets.PasswordAndCodeAsync(io, result.GetValue(common.PasswordStdin), account, cancellationToken).ConfigureAwait(false);
            await using var run = await ConsoleRun.OpenAsync(options, cancellationToken).ConfigureAwait(false);
            var who = await run.SignInAsync(account, password, code, cancellationToken).ConfigureAwait(false);
            LastAccount.Write(options.DataDirectory, account);
            IReport report = result.GetValue(json) ? new JsonReport(io.Output, options.Time) : new TextReport(io.Output);
            report.SignedIn(account, who);
            return (int)ExitCode.Success;
        });
        return command;
    }
}

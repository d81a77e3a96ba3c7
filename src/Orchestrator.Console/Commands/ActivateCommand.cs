using System.CommandLine;
using Orchestrator.Protocol;
using Orchestrator.Technicians.Face;

namespace Orchestrator.Technicians.Commands;

/// <summary><c>activate</c>: the owner of a new account chooses a password, takes the second factor and gets recovery codes.</summary>
internal static class ActivateCommand
{
    public static Command Create(CommandIo io)
    {
        var common = new CommonOptions();
        var fromInput = new Option<bool>("--stdin") { Description = "Read from standard input, a line each: setup code, new password, and, once the secret was printed, the first code. Default: asks." };
        var light = new Option<bool>("--light") { Description = "Draw the QR code for a terminal with a light background." };
        var json = new Option<bool>("--json") { Description = "Print JSON objects instead of sentences." };
        var command = new Command("activate", "Choose password and second factor of a new account, or of one that was reset, with the setup code that an administrator gave you.") { fromInput, light, json };
        common.AddTo(command, io, withPassword: false);
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = common.Read(result, io);
            var account = common.Account(result, options);
            IReport report = result.GetValue(json) ? new JsonReport(io.Output, options.Time) : new TextReport(io.Output);
            var lines = result.GetValue(fromInput) ? new InputLines(io.Input) : null;
            var (setupCode, password) = await BeginAsync(io, lines, account, cancellationToken).ConfigureAwait(false);
            await using var run = await ConsoleRun.OpenAsync(options, cancellationToken).ConfigureAwait(false);
            var activated = await run.ActivateAsync(account, setupCode, password, FirstCodeAsync, cancellationToken).ConfigureAwait(false);
            LastAccount.Write(options.DataDirectory, activated.Account);
            report.Activated(activated);
            return (int)ExitCode.Success;

            async Task<SecretText> FirstCodeAsync(ActivationOffer offer, string refusal, CancellationToken token)
            {
                if (refusal.Length == 0)
                {
                    report.ActivationOffered(offer, result.GetValue(light));
                }
                else
                {
                    io.Error.WriteLine(refusal);
                }

                return lines is not null
                    ? await lines.NextAsync("first code", token).ConfigureAwait(false)
                    : new SecretText(Secrets.ReadHidden(io, "The code that it shows now: "));
            }
        });
        return command;
    }

    private static async Task<(SecretText SetupCode, SecretText Password)> BeginAsync(CommandIo io, InputLines? lines, string account, CancellationToken cancellationToken)
    {
        if (lines is not null)
        {
            return (await lines.NextAsync("setup code", cancellationToken).ConfigureAwait(false), await lines.NextAsync("new password", cancellationToken).ConfigureAwait(false));
        }

        Secrets.RequireSomebody(io, "setup code", "Give it on standard input with --stdin.");
        var setupCode = new SecretText(Secrets.ReadHidden(io, $"Setup code of {account}: "));
        var password = new SecretText(Secrets.ReadHidden(io, "New password, at least 15 characters: "));
        return password == new SecretText(Secrets.ReadHidden(io, "New password again: "))
            ? (setupCode, password)
            : throw new ConsoleException("PASSWORDS_DIFFER", ExitCode.Usage, "The two passwords differ. Start again; nothing was changed.");
    }
}

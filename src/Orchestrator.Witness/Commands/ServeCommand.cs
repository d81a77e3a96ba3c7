using System.CommandLine;
using System.Net;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Trust.SelfTests;
using Orchestrator.Witnesses.Alarms;
using Orchestrator.Witnesses.Keys;
using Orchestrator.Witnesses.Serving;

namespace Orchestrator.Witnesses.Commands;

/// <summary><c>serve</c>: the same rules as plain HTTP, for logs and clients of other makers.</summary>
internal static class ServeCommand
{
    public static Command Create(TextWriter output, TextWriter errors)
    {
        var data = KeysCommand.Data();
        var logs = new Option<string>("--logs") { Description = "File with the verifier key of each log, one a line.", Required = true, HelpName = "FILE" };
        var listen = new Option<string>("--listen") { Description = "Address and port on the loopback interface.", DefaultValueFactory = _ => "127.0.0.1:8787", HelpName = "ADDRESS:PORT" };
        var command = new Command("serve", "Serve add-checkpoint (C2SP tlog-witness) on the loopback interface until stopped.") { data, logs, listen };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (!IPEndPoint.TryParse(result.GetRequiredValue(listen), out var address))
                throw new WitnessException(ExitCode.Usage, "--listen needs an address and a port, for example 127.0.0.1:8787.");
            SelfTest.RunOrThrow();
            var folder = new WitnessFolder(result.GetRequiredValue(data));
            var known = KnownLogs.Read(result.GetRequiredValue(logs));
            using var key = folder.OpenSigner(out var signer);
            using var state = folder.OpenState(signer);
            var alarms = new WitnessAlarms(folder.Path, state, errors, TimeProvider.System);
            alarms.Remind();
            var server = await WitnessServer.StartAsync(address, new Witness(signer, state, TimeProvider.System), state, alarms, known, cancellationToken).ConfigureAwait(false);
            await using var held = server.ConfigureAwait(false);
            output.WriteLine($"Witness {signer.Key.Name} serves {known.Count} logs on http://{server.Address}.");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return (int)(alarms.IsRaised ? ExitCode.Alarm : ExitCode.Success);
        });
        return command;
    }
}

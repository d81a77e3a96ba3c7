using System.CommandLine;
using System.Globalization;
using Orchestrator.Broker.Witnessing;
using Orchestrator.Trust.Passwords;

namespace Orchestrator.Broker.Commands;

/// <summary><c>witnesses add</c>, <c>list</c>, <c>remove</c>. They may run while the broker serves.</summary>
internal static class WitnessCommands
{
    public static Command Create(CommandIo io, PasswordHasher passwords) => new("witnesses", "Customers' witnesses, who cosign the logs.")
    {
        Add(io, passwords),
        List(io),
        Remove(io, passwords),
    };

    private static Command Add(CommandIo io, PasswordHasher passwords)
    {
        var name = new Argument<string>("NAME") { Description = "What to call it: letters, digits, dots, dashes." };
        var key = CommonOptions.Text("--key", "Fingerprint of its link's key, as `orchestrator-witness keys` prints it.", "FINGERPRINT");
        var verifier = CommonOptions.Text("--vkey", "The key under which it cosigns, as `orchestrator-witness keys` prints it.", "VKEY");
        var data = CommonOptions.Data();
        var command = new Command("add", "Take a customer's witness. Compare both keys with what the customer says, not by the mail that brought them.") { name, key, verifier, data };
        var acting = ActingAdministrator.AddTo(command, io, passwords);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (folder, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var by = await acting.ProveAsync(result, folder, store, cancellationToken);
            var witness = await new WitnessStore(store, io.Time).AddAsync(
                result.GetRequiredValue(name), result.GetRequiredValue(key), result.GetRequiredValue(verifier), by, cancellationToken);
            io.Output.WriteLine($"Witness '{witness.Name}' may witness the logs.");
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command List(CommandIo io)
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.AsJson();
        var command = new Command("list", "Show the witnesses.") { data, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (_, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var witnesses = await new WitnessStore(store, io.Time).ListAsync(cancellationToken);
            if (result.GetValue(json))
            {
                CommonOptions.WriteJson(io, witnesses);
            }
            else
            {
                CommonOptions.WriteTable(
                    io, ["NAME", "SINCE", "LINK KEY", "VERIFIER KEY"],
                    witnesses.Select(w => new[] { w.Name, w.AddedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), w.KeyFingerprint, w.VerifierKey }));
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command Remove(CommandIo io, PasswordHasher passwords)
    {
        var name = new Argument<string>("NAME") { Description = "What it is called here." };
        var data = CommonOptions.Data();
        var command = new Command("remove", "Take no more cosignatures of a witness; its link ends within seconds.") { name, data };
        var acting = ActingAdministrator.AddTo(command, io, passwords);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (folder, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var by = await acting.ProveAsync(result, folder, store, cancellationToken);
            await new WitnessStore(store, io.Time).RemoveAsync(result.GetRequiredValue(name), by, cancellationToken);
            io.Output.WriteLine($"'{result.GetRequiredValue(name)}' is no witness any more.");
            return (int)ExitCode.Success;
        });
        return command;
    }
}

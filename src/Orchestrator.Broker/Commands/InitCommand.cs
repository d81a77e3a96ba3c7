using System.CommandLine;
using Orchestrator.Broker.Setup;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.Broker.Commands;

/// <summary><c>init</c>: makes a new vendor.</summary>
internal static class InitCommand
{
    public static Command Create(CommandIo io)
    {
        var data = new Option<string>("--data") { Description = "The data folder to make; must not exist.", Required = true, HelpName = "DIR" };
        var domain = CommonOptions.Text("--domain", "DNS name under which both ends reach this broker.", "NAME");
        var organisation = new Option<string?>("--organisation") { Description = "The vendor, as operators read it. Default: the domain.", HelpName = "TEXT" };
        var port = new Option<int>("--port") { Description = "Port in the clients' configuration.", DefaultValueFactory = _ => 443 };
        var rootOut = new Option<string?>("--root-out") { Description = "Where the root's encrypted private key goes, outside DIR. Default: DIR-root.key.pem.", HelpName = "FILE" };
        var passphrase = new Option<string?>("--root-passphrase-file") { Description = "File with the passphrase for the root's key in its first line. Default: asks.", HelpName = "FILE" };
        var expect = Keys("--expect-key", "Key of a CA, or of the server, of which one stands in every genuine outer certificate chain: a file with the certificate (PEM), or the SHA-256 of its SubjectPublicKeyInfo as 64 hex digits. Several may be given.");
        var pin = Keys("--pin-key", "The same for a key of which one must stand in the chain, or nobody connects. Give a spare one, too.");
        var interception = new Option<string>("--interception") { Description = "What clients do where a site's network reads inside the outer TLS: allow or refuse. The site file has the last word.", DefaultValueFactory = _ => "allow" };
        interception.AcceptOnlyFromAmong("allow", "refuse");
        var command = new Command("init", "Make a new vendor: root, issuing key, broker identity, log key, TLS certificate, store and the clients' signed configuration.")
        {
            data, domain, organisation, port, expect, pin, interception, rootOut, passphrase,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            var secret = result.GetValue(passphrase) is { } file
                ? await Secrets.FromFileAsync(file, cancellationToken)
                : Secrets.Ask(io, "Passphrase for the root's key", "Name a file with --root-passphrase-file.");
            io.Error.WriteLine("Making keys; this takes some seconds.");
            var made = await VendorSetup.CreateAsync(
                new SetupRequest
                {
                    DataFolder = result.GetRequiredValue(data),
                    Domain = result.GetRequiredValue(domain),
                    Organisation = result.GetValue(organisation),
                    Port = result.GetValue(port),
                    ExpectedKeys = OuterKeys.Read(result.GetValue(expect)!),
                    PinnedKeys = OuterKeys.Read(result.GetValue(pin)!),
                    Interception = result.GetValue(interception) == "refuse" ? InterceptionRule.Refuse : InterceptionRule.Allow,
                    RootKeyFile = result.GetValue(rootOut),
                    RootPassphrase = secret,
                },
                io.Time,
                cancellationToken);
            io.Output.WriteLine($"Data folder:           {made.DataFolder}");
            io.Output.WriteLine($"Root's private key:    {made.RootKeyFile}  (encrypted; take it offline now and keep two copies)");
            io.Output.WriteLine($"Root's fingerprint:    {made.RootFingerprint}  (compile it into release builds)");
            io.Output.WriteLine($"Client configuration:  {made.ClientConfiguration}  (goes beside QuickSupport and the console)");
            io.Output.WriteLine($"Broker's log key:      {made.LogKey}  (for witnesses and auditors)");
            io.Output.WriteLine($"Courses:               {made.Courses}  (what technicians must be taught; `training course add` puts your own in their place)");
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Option<string[]> Keys(string name, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => [], HelpName = "FILE-OR-HASH" };
}

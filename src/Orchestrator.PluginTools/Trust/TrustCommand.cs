using System.CommandLine;
using Orchestrator.PluginFolders;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.PluginTools;

/// <summary><c>plugins trust</c>: from now on a publisher's plugins may be loaded.</summary>
internal static class TrustCommand
{
    public static Command Create(PluginToolIo io)
    {
        var file = new Argument<string>("KEY") { Description = "The publisher's public key (.pub.pem)." };
        var name = new Option<string>("--name") { Description = "The publisher's name, as he writes it into his signatures.", HelpName = "NAME", Required = true };
        var command = new Command("trust", "Trust a publisher: whatever he signs may run with every right of the program. Compare the fingerprint with him first.") { file, name };
        var places = new PlaceOptions(io).AddTo(command);
        return command.Does(result =>
        {
            var key = PublicKeyFile.Read(result.GetRequiredValue(file)).Fingerprint;
            var publisher = new TrustedPublisher(ToolAction.PublisherName(result.GetRequiredValue(name)), key);
            var trustFile = places.Trust(result);
            var trust = trustFile.Read();
            if (trust.Find(key) is { } other && other.Name != publisher.Name)
                throw new PluginToolException($"This key is trusted already, under the name {other.Name}. A key has one owner: correct the name, or {trustFile.Path}.");
            trustFile.Write(trust.With(publisher));
            io.Output.WriteLine($"Plugins that {publisher.Name} signs with the key {ShortFingerprint.Of(key.Hex)} may be loaded from now on: {trustFile.Path}");
        });
    }
}

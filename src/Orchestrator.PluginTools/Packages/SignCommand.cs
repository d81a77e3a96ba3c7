using System.CommandLine;
using Orchestrator.PluginFolders;
using Orchestrator.Trust.Certificates;

namespace Orchestrator.PluginTools;

/// <summary><c>plugins sign</c>: the publisher's signature, into the package.</summary>
internal static class SignCommand
{
    public static Command Create(PluginToolIo io)
    {
        var package = new Argument<string>("PACKAGE") { Description = "The package that `pack` made." };
        var key = new Option<string>("--key") { Description = "The publisher's encrypted private key.", HelpName = "PEM", Required = true };
        var publisher = new Option<string>("--publisher") { Description = "The publisher's name, as others know him: their trust files must say the same.", HelpName = "NAME", Required = true };
        var passphrase = Passphrase.FileOption();
        return new Command("sign", "Sign a package.") { package, key, publisher, passphrase }.Does(result =>
        {
            var file = result.GetRequiredValue(package);
            var name = ToolAction.PublisherName(result.GetRequiredValue(publisher));
            var pem = File.ReadAllText(result.GetRequiredValue(key));
            using var identity = PrivateKeyFile.Decrypt(pem, Passphrase.Read(io, result.GetValue(passphrase), "Passphrase of the publisher's key"));
            var manifest = PluginPackage.Sign(file, identity, name);
            io.Output.WriteLine($"{manifest} is signed by {name}: {file}");
        });
    }
}

using System.CommandLine;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginTools;

/// <summary><c>plugins verify</c>: everything that a program checks before it loads a plugin. Exit code 0: it would; 1: it would refuse it.</summary>
internal static class VerifyCommand
{
    private const int WouldRefuse = 1;

    public static Command Create(PluginToolIo io)
    {
        var package = new Argument<string>("PACKAGE") { Description = "The package." };
        var command = new Command("verify", "Check a package as a program does before it loads it: publisher, files, pin. Exit code 0 when it is good, 1 when not.") { package };
        var places = new PlaceOptions(io).AddTo(command);
        return command.Does(result =>
        {
            try
            {
                var trust = places.Trust(result).Read();
                using var opened = PluginPackage.Open(result.GetRequiredValue(package));
                var manifest = opened.Verify(trust);
                io.Output.WriteLine($"{manifest} is good. Signed by {manifest.Publisher}.");
                return 0;
            }
            catch (PluginRefusedException refused)
            {
                io.Error.WriteLine(refused.Message);
                return WouldRefuse;
            }
        });
    }
}

using System.CommandLine;
using Orchestrator.PluginFolders;

namespace Orchestrator.PluginTools;

/// <summary><c>plugins inspect</c>: what a package is and asks for, whoever signed it.</summary>
internal static class InspectCommand
{
    public static Command Create(PluginToolIo io)
    {
        var package = new Argument<string>("PACKAGE") { Description = "The package." };
        var json = new Option<bool>("--json") { Description = "Print JSON for programs instead of a table for people." };
        return new Command("inspect", "Show what a package is, what it asks for, and whose signature it bears. Says nothing about whether to trust him.") { package, json }.Does(result =>
        {
            using var opened = PluginPackage.Open(result.GetRequiredValue(package));
            var claims = opened.Inspect();
            if (result.GetValue(json))
                io.Output.WriteLine(ClaimsJson.Of(claims));
            else
                ClaimsTable.Write(io.Output, claims);
        });
    }
}

using System.CommandLine;
using Orchestrator.Trust.Primitives;
using Orchestrator.Witnesses.Running;

namespace Orchestrator.Witnesses.Commands;

/// <summary><c>run</c>: the customer's witness of one vendor.</summary>
internal static class RunCommand
{
    public static Command Create(KeyFingerprint? root, TextWriter output, TextWriter errors)
    {
        var data = KeysCommand.Data();
        var config = new Option<string>("--config") { Description = "The vendor's signed configuration.", DefaultValueFactory = _ => Path.Combine(AppContext.BaseDirectory, "client.orchestrator-config"), HelpName = "FILE" };
        var site = new Option<string?>("--site") { Description = "The customer's site file, for its proxy. Default: its usual place, if it is there.", HelpName = "FILE" };
        var secret = new Option<string?>("--secret-file") { Description = "The site's secret in base64. Default: the one that keys made.", HelpName = "FILE" };
        var without = new Option<bool>("--without-secret") { Description = "Cosign every run that its own key bound, also one that the vendor made up." };
        var command = new Command("run", "Dial the vendor's server and cosign its logs until stopped. Listens to nobody.") { data, config, site, secret, without };
        command.Validators.Add(result =>
        {
            if (result.GetValue(without) && result.GetValue(secret) is not null)
                result.AddError("--secret-file and --without-secret exclude each other.");
        });
        command.SetAction(async (result, cancellationToken) => (int)await WitnessRun.RunAsync(
            new WitnessRunOptions
            {
                Folder = result.GetRequiredValue(data),
                Configuration = result.GetRequiredValue(config),
                CompiledRoot = root,
                SiteFile = result.GetValue(site),
                SecretFile = result.GetValue(secret),
                WithoutSecret = result.GetValue(without),
            },
            output,
            errors,
            cancellationToken).ConfigureAwait(false));
        return command;
    }
}

using System.CommandLine;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.SelfTests;
using Orchestrator.Witnesses.Keys;

namespace Orchestrator.Witnesses.Commands;

/// <summary><c>keys</c>: makes what isn't there yet, and prints what others need.</summary>
internal static class KeysCommand
{
    public static Option<string> Data() => new("--data") { Description = "The witness's folder: keys, secret, state, alarms. Nobody else may read it.", Required = true, HelpName = "DIR" };

    public static Command Create(TextWriter output)
    {
        var data = Data();
        var name = new Option<string>("--name") { Description = "What the witness is called for ever, for example lab.example/witness.", Required = true, HelpName = "NAME" };
        var command = new Command("keys", "Make the witness's keys and the site's secret; prints what the vendor and the auditor need.") { data, name };
        command.SetAction(result =>
        {
            SelfTest.RunOrThrow();
            var folder = new WitnessFolder(result.GetRequiredValue(data));
            folder.Create(result.GetRequiredValue(name), SystemRandomSource.Instance);
            using var key = folder.OpenSigner(out var signer);
            using var link = folder.OpenLinkKey();
            output.WriteLine($"verifier key  {signer.Key}");
            output.WriteLine($"link key      {link.Fingerprint.Hex}");
            output.WriteLine($"secret        in {folder.Secret}, for the site files of this site's instruments and for nobody else");
            return (int)ExitCode.Success;
        });
        return command;
    }
}

using System.CommandLine;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.PluginTools;

/// <summary><c>plugins keygen</c>: a publisher's key pair. The private half is encrypted and for its owner's eyes, the public half is what others trust.</summary>
internal static class KeygenCommand
{
    public static Command Create(PluginToolIo io)
    {
        var output = new Option<string>("--out") { Description = "The private key; must not exist. The public key goes beside it.", HelpName = "FILE", Required = true };
        var passphrase = Passphrase.FileOption();
        return new Command("keygen", $"Make a publisher's key (RSA-{RsaKeyRules.MinBits}), encrypted under a passphrase.") { output, passphrase }.Does(result =>
        {
            var path = result.GetRequiredValue(output);
            var publicPath = PublicKeyFile.PathBeside(path);
            foreach (var file in (string[])[path, publicPath])
            {
                if (File.Exists(file))
                    throw new PluginToolException($"{file} is there already, and a key is never overwritten. Name another file with --out.");
            }

            var secret = Passphrase.Choose(io, result.GetValue(passphrase), "Passphrase of the new key");
            using var key = RsaIdentity.Generate(RsaKeyRules.MinBits, io.Random);
            NewFile.WritePrivate(path, PrivateKeyFile.Encrypt(key, secret) + "\n");
            NewFile.Write(publicPath, PublicKeyFile.Text(key.Public));
            io.Output.WriteLine($"Private key: {path}  (keep it, and its passphrase, to yourself)");
            io.Output.WriteLine($"Public key:  {publicPath}  (give it to those who shall trust your plugins)");
            io.Output.WriteLine($"Fingerprint: {ShortFingerprint.Of(key.Fingerprint.Hex)}  (tell it them on another way than the key)");
        });
    }
}

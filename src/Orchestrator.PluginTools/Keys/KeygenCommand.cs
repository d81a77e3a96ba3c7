using System.CommandLine;
using System.Security.Cryptography;
using Orchestrator.Trust;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.PluginTools;

/// <summary><c>plugins keygen</c>: a publisher's key pair. The private half is encrypted and for its owner's eyes, the public half is what others trust.</summary>
internal static class KeygenCommand
{
    public static Command Create(PluginToolIo io)
    {
        var output = new Option<string>("--out") { Description = "The private key; must not exist. The public key gets the same name with the ending .pub.pem.", HelpName = "FILE", Required = true };
        var passphrase = Passphrase.FileOption();
        var command = new Command("keygen", $"Make a publisher's key (RSA-{RsaKeyRules.MinBits}), encrypted under a passphrase.") { output, passphrase };
        command.SetAction(result =>
        {
            var path = result.GetRequiredValue(output);
            var publicPath = Path.ChangeExtension(path, null) + ".pub.pem";
            foreach (var file in (string[])[path, publicPath])
            {
                if (File.Exists(file))
                    throw new PluginToolException($"{file} is there already, and a key is never overwritten. Name another file with --out.");
            }

            var secret = Passphrase.Choose(io, result.GetValue(passphrase), "Passphrase of the new key");
            using var key = RsaIdentity.Generate(RsaKeyRules.MinBits, io.Random);
            NewFile.WritePrivate(path, Encrypted(key, secret));
            NewFile.Write(publicPath, PemEncoding.WriteString("PUBLIC KEY", key.Public.Spki.Span) + "\n");
            io.Output.WriteLine($"Private key: {path}  (keep it, and its passphrase, to yourself)");
            io.Output.WriteLine($"Public key:  {publicPath}  (give it to those who shall trust your plugins)");
            io.Output.WriteLine($"Fingerprint: {key.Fingerprint}");
            return 0;
        });
        return command;
    }

    private static string Encrypted(RsaIdentity key, string passphrase)
    {
        try
        {
            return PrivateKeyFile.Encrypt(key, passphrase) + "\n";
        }
        catch (TrustException e)
        {
            throw new PluginToolException(e.Message, e);
        }
    }
}

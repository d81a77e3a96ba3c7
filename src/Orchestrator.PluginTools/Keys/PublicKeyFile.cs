using System.Security.Cryptography;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.PluginTools;

/// <summary>A publisher's public key as PEM, which ordinary tools read.</summary>
internal static class PublicKeyFile
{
    private const string Label = "PUBLIC KEY";
    private const int MaxCharacters = 16 * 1024;

    /// <summary>Beside a private key: publisher.pem has publisher.pub.pem.</summary>
    public static string PathBeside(string path) => Path.ChangeExtension(path, ".pub.pem");

    public static string Text(RsaPublic key) => PemEncoding.WriteString(Label, key.Spki.Span) + "\n";

    /// <exception cref="PluginToolException">Not a public key, or one that breaks the rules for keys.</exception>
    public static RsaPublic Read(string path)
    {
        using var reader = new StreamReader(path);
        var buffer = new char[MaxCharacters];
        var text = buffer.AsSpan(0, reader.ReadBlock(buffer)).ToString();
        if (!PemEncoding.TryFind(text, out var found) || text[found.Label] != Label)
            throw new PluginToolException($"{path} holds no public key (BEGIN {Label}). Ask the publisher for the .pub.pem that `plugins keygen` made; a private key belongs to nobody but him.");
        return RsaPublic.TryImport(Convert.FromBase64String(text[found.Base64Data]), out var key, out var flaw)
            ? key
            : throw new PluginToolException($"The key in {path} isn't acceptable ({flaw}): an RSA key of at least {RsaKeyRules.MinBits} bits is. Ask the publisher for another one.");
    }
}

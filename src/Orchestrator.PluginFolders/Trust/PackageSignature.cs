using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.PluginHosting;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.PluginFolders;

/// <summary>plugin.sig: who signed plugin.json, with which key. RSA-PSS in the context <c>plugin package</c>, over the exact bytes of plugin.json.</summary>
internal sealed class PackageSignature
{
    /// <summary>A signature of 8192 bits and a key of as many, in base64, with a name.</summary>
    public const int MaxBytes = 8 * 1024;

    private const string Context = "plugin package";
    private readonly byte[] signature;

    private PackageSignature(string publisher, RsaPublic key, byte[] signature)
    {
        Publisher = publisher;
        Key = key;
        this.signature = signature;
    }

    /// <summary>The name that he gives himself; worth nothing until the trust file says the same.</summary>
    public string Publisher { get; }

    /// <summary>The key, which has passed the rules for keys.</summary>
    public RsaPublic Key { get; }

    /// <summary>Signs, and gives the bytes of plugin.sig.</summary>
    public static byte[] Make(ReadOnlySpan<byte> manifest, RsaIdentity key, string publisher) =>
        Write(publisher, key.Public.Spki.Span, key.Sign(Context, manifest));

    /// <summary>Reads plugin.sig. Takes exactly what <see cref="Make"/> writes and nothing that means the same: not one byte can be changed unseen.</summary>
    /// <exception cref="PluginRefusedException">Not such a file, or a key that breaks the rules.</exception>
    public static PackageSignature Read(ReadOnlySpan<byte> json, string where)
    {
        try
        {
            if (JsonSerializer.Deserialize(json, SignatureJson.Default.SignatureText) is { Publisher: { } name, Key: { } key, Signature: { } signature }
                && TrustedPublisher.IsName(name)
                && Write(name, key, signature).AsSpan().SequenceEqual(json))
            {
                return RsaPublic.TryImport(key, out var found, out var flaw)
                    ? new PackageSignature(name, found, signature)
                    : throw Invalid(where, $"its publisher's key isn't acceptable ({flaw})");
            }
        }
        catch (JsonException)
        {
            // The same sentence as for what is JSON and no signature.
        }

        throw Invalid(where, $"its {PackageNames.Signature} isn't as `plugins sign` writes it");
    }

    /// <summary>True when it is a signature of these bytes.</summary>
    public bool Fits(ReadOnlySpan<byte> manifest) => Key.Verify(Context, manifest, signature);

    /// <summary>The refusal of a signature.</summary>
    public static PluginRefusedException Invalid(string where, string what) =>
        new(PluginRefusalReason.SignatureInvalid, where, $"The plugin in {where} is refused: {what}. Get it again from its publisher.");

    private static byte[] Write(string publisher, ReadOnlySpan<byte> key, ReadOnlySpan<byte> signature) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(new SignatureText(publisher, key.ToArray(), signature.ToArray()), SignatureJson.Default.SignatureText), (byte)'\n'];
}

/// <summary>plugin.sig as it is written; bytes are base64.</summary>
internal sealed record SignatureText(string? Publisher, byte[]? Key, byte[]? Signature);

/// <summary>Its form.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(SignatureText))]
internal sealed partial class SignatureJson : JsonSerializerContext;

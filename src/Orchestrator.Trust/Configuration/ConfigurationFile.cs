using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Configuration;

/// <summary>
/// The file's frame: a first line that names the format, the JSON as it was signed, and a last line with the root's signature in base64. Text, so that a
/// customer's IT can read what it is asked to install; the signature is over the JSON's exact bytes.
/// </summary>
public static class ConfigurationFile
{
    internal const string Context = "configuration";

    private const string FirstLine = "orchestrator-configuration/1\n";
    private const string LastLineStart = "\nsignature: ";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        MaxDepth = 8,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// The file's bytes, signed by the root. What was written is loaded again with the root's own fingerprint, so that nothing leaves here that a client would refuse.
    /// </summary>
    /// <exception cref="ConfigurationException">A value is outside its limits, or the certificates don't belong to the root.</exception>
    public static byte[] Sign(ConfigurationContent content, IPssSigner root)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(root);
        var json = JsonSerializer.SerializeToUtf8Bytes(content, Json);
        var signature = Convert.ToBase64String(root.Sign(Context, json));
        byte[] file = [.. Ascii(FirstLine), .. json, .. Ascii(LastLineStart), .. Ascii(signature), (byte)'\n'];
        ConfigurationLoader.Parse(file, root.Public.Fingerprint);
        return file;
    }

    /// <summary>Takes the frame apart.</summary>
    /// <exception cref="ConfigurationException">Not this format.</exception>
    internal static (ReadOnlyMemory<byte> Json, byte[] Signature) Split(ReadOnlyMemory<byte> file)
    {
        var span = file.Span;
        var first = Ascii(FirstLine);
        var start = Ascii(LastLineStart);
        var end = span.LastIndexOf(start);
        if (!span.StartsWith(first) || end < first.Length || span[^1] != '\n')
            throw Broken("it doesn't begin and end as one");
        var text = System.Text.Encoding.Latin1.GetString(span[(end + start.Length)..^1]);
        var signature = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, signature, out var length) || Convert.ToBase64String(signature.AsSpan(0, length)) != text)
            throw Broken("its signature line is damaged");
        return (file[first.Length..end], signature[..length]);
    }

    private static ConfigurationException Broken(string how) => new(
        ConfigurationFault.Malformed,
        $"The configuration isn't a configuration file: {how}. Copy it again from the vendor's package without opening it in an editor.");

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}

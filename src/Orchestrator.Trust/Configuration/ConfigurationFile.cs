using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Configuration;

/// <summary>
/// The file: JSON in the frame of a signed text (<see cref="SignedFrame"/>), so that a customer's IT can read what it is asked to install.
/// </summary>
public static class ConfigurationFile
{
    internal const string Context = "configuration";

    private static readonly SignedFrame Frame = new("orchestrator-configuration/1");

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
        var file = Frame.Join(json, root.Sign(Context, json));
        ConfigurationLoader.Parse(file, root.Public.Fingerprint);
        return file;
    }

    /// <summary>Takes the frame apart.</summary>
    /// <exception cref="ConfigurationException">Not this format.</exception>
    internal static (ReadOnlyMemory<byte> Json, byte[] Signature) Split(ReadOnlyMemory<byte> file) => Frame.TrySplit(file) ?? throw new ConfigurationException(
        ConfigurationFault.Malformed,
        "The configuration isn't a configuration file: it doesn't begin and end as one. Copy it again from the vendor's package without opening it in an editor.");
}

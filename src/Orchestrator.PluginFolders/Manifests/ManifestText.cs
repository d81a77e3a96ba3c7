using System.Text.Json.Serialization;

namespace Orchestrator.PluginFolders;

/// <summary>The manifest as it is written: plugin.json.</summary>
internal sealed record ManifestText(
    string Id,
    string Kind,
    string Version,
    ManifestText.Range Contract,
    string[] Hosts,
    string EntryAssembly,
    string[]? Destinations = null)
{
    /// <summary>The contract range as it is written.</summary>
    internal sealed record Range(string From, string Below);
}

/// <summary>Strict reading: unknown, doubled and missing members are errors, so that a typing error never switches something off.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = ManifestLimits.Depth)]
[JsonSerializable(typeof(ManifestText))]
internal sealed partial class ManifestJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.PluginFolders;

/// <summary>The manifest as it is written: plugin.json. Every member may be missing here, so that the reader can name the one that is.</summary>
internal sealed record ManifestText(
    string? Id = null,
    string? Kind = null,
    string? Version = null,
    ManifestText.Range? Contract = null,
    string[]? Hosts = null,
    string? EntryAssembly = null,
    JsonElement? Settings = null,
    ManifestText.Asked? Permissions = null,
    int? MemoryMiB = null,
    Dictionary<string, string>? Files = null)
{
    /// <summary>The contract range as it is written.</summary>
    internal sealed record Range(string? From = null, string? Below = null);

    /// <summary>The permissions as they are written.</summary>
    internal sealed record Asked(string[]? Network = null, string[]? Files = null, bool Display = false, bool Processes = false);
}

/// <summary>Strict reading: unknown and doubled members are errors, so that a typing error never switches something off.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = ManifestLimits.Depth)]
[JsonSerializable(typeof(ManifestText))]
internal sealed partial class ManifestJson : JsonSerializerContext;

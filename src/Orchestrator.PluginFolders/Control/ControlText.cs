using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.PluginFolders;

/// <summary>A request as it is written.</summary>
internal sealed record ControlRequestText(string Command, string? Id = null, string? Version = null, JsonElement? Settings = null, bool? Required = null);

/// <summary>An answer as it is written.</summary>
internal sealed record ControlAnswerText(string Outcome, string Sentence, ImmutableArray<ControlRow>? Plugins = null)
{
    public const string Done = "done";
    public const string Refused = "refused";
}

/// <summary>Strict reading: unknown, doubled and missing members are errors, so that a typing error never does something else than was meant.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = ControlLimits.Depth)]
[JsonSerializable(typeof(ControlRequestText))]
[JsonSerializable(typeof(ControlAnswerText))]
internal sealed partial class ControlJson : JsonSerializerContext;

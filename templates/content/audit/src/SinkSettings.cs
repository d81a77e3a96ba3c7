using System.Text.Json;
using System.Text.Json.Serialization;

namespace MyPlugin;

/// <summary>What the settings may say. The host has checked them against the manifest's schema; a compiled-in plugin and a test come without that.</summary>
internal sealed record SinkSettings(string? Folder = null)
{
    public static SinkSettings Read(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
            return new SinkSettings();
        try
        {
            return JsonSerializer.Deserialize(json.Span, SettingsJson.Default.SinkSettings) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new FormatException("The settings can't be read: they are one JSON object with \"folder\", or nothing. Correct them.");
        }
    }
}

// Generated code: the reflecting serializer would keep the plugin in memory after its end.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(SinkSettings))]
internal sealed partial class SettingsJson : JsonSerializerContext;

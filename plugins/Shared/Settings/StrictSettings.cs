using System.Text.Json;

namespace Orchestrator.Plugins.Shared.Settings;

/// <summary>Reads a plugin's settings: unknown, doubled and missing members are errors, so that a typing error never switches something off.</summary>
internal static class StrictSettings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 4,
    };

    /// <summary>Reads them.</summary>
    /// <param name="settings">UTF-8 JSON.</param>
    /// <param name="sink">Name of the sink in a sentence.</param>
    /// <exception cref="InvalidOperationException">They can't be read; the sentence says where.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> settings, string sink)
        where T : class
    {
        if (settings.IsEmpty)
            throw new InvalidOperationException($"The {sink} sink has no settings: it must be told where to write.");
        try
        {
            return JsonSerializer.Deserialize<T>(settings.Span, Json) ?? throw new JsonException("Nothing in it.");
        }
        catch (JsonException problem)
        {
            throw new InvalidOperationException(
                $"The settings of the {sink} sink can't be read: a value is missing, unknown, doubled or of the wrong kind{(string.IsNullOrEmpty(problem.Path) ? "" : $" at {problem.Path}")}. Correct them.");
        }
    }

    /// <summary>Ends the start with a sentence unless a value is right.</summary>
    /// <exception cref="InvalidOperationException">It isn't.</exception>
    public static void Require(bool right, string sink, string what)
    {
        if (!right)
            throw new InvalidOperationException($"The settings of the {sink} sink can't be used: {what}.");
    }
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Orchestrator.Plugins.Shared.Settings;

/// <summary>Reads a plugin's settings: unknown, doubled and missing members are errors, so that a typing error never switches something off.</summary>
internal static class StrictSettings
{
    /// <summary>Reads them.</summary>
    /// <param name="settings">UTF-8 JSON.</param>
    /// <param name="sink">Name of the sink in a sentence.</param>
    /// <param name="type">Made at build time: what reflects over a plugin's types keeps them in memory for ever.</param>
    /// <exception cref="InvalidOperationException">They can't be read; the sentence says where.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> settings, string sink, JsonTypeInfo<T> type)
        where T : class
    {
        if (settings.IsEmpty)
            throw new InvalidOperationException($"The {sink} sink has no settings: it must be told where to write.");
        try
        {
            return JsonSerializer.Deserialize(settings.Span, type) ?? throw new JsonException("Nothing in it.");
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

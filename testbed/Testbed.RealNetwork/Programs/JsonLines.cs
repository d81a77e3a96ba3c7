using System.Text.Json;
using Orchestrator.Testbed.RealNetwork.Processes;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Programs;

/// <summary>What a program says, one JSON object a line.</summary>
internal static class JsonLines
{
    /// <summary>The next object; null at its end.</summary>
    /// <exception cref="WorldException">It says something else.</exception>
    public static async Task<JsonElement?> NextAsync(HeldProcess process, CancellationToken cancellationToken)
    {
        if (await process.Output.ReadLineAsync(cancellationToken).ConfigureAwait(false) is not { } line)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new WorldException($"{process.Name} said something that isn't JSON: {line}");
        }
    }

    /// <summary>A text of an object; empty when it has none.</summary>
    public static string Text(this JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}

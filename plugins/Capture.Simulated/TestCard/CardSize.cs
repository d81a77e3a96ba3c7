using System.Text.Json;

namespace Orchestrator.Plugins.Capture.Simulated.TestCard;

/// <summary>The test card's size, from the settings <c>{"width": 1280, "height": 800}</c>.</summary>
internal static class CardSize
{
    private const int Least = 64;
    private const int Most = 8192;

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">With a sentence for people.</exception>
    public static (int Width, int Height) Read(ReadOnlyMemory<byte> settings)
    {
        var (width, height) = (1280, 800);
        if (settings.IsEmpty)
            return (width, height);
        try
        {
            using var document = JsonDocument.Parse(settings, new JsonDocumentOptions { AllowDuplicateProperties = false });
            foreach (var setting in document.RootElement.EnumerateObject())
            {
                if (setting.Name == "width")
                    width = Side(setting);
                else if (setting.Name == "height")
                    height = Side(setting);
                else
                    throw new FormatException("The simulated screen has another setting than it knows. It knows \"width\" and \"height\" only.");
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new FormatException("The settings of the simulated screen aren't an object like {\"width\": 1280, \"height\": 800}.", problem);
        }

        return (width, height);
    }

    private static int Side(JsonProperty setting) =>
        setting.Value.ValueKind == JsonValueKind.Number && setting.Value.TryGetInt32(out var side) && side is >= Least and <= Most
            ? side
            : throw new FormatException($"The setting \"{setting.Name}\" of the simulated screen must be a whole number from {Least} to {Most}.");
}

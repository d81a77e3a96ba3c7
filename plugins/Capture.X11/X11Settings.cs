using System.Text.Json;

namespace Orchestrator.Plugins.Capture.X11;

/// <summary>Settings of the plugin: <c>{"display": ":5"}</c>.</summary>
/// <param name="Display">As in DISPLAY; null takes it from that variable.</param>
internal sealed record X11Settings(string? Display)
{
    /// <summary>No settings: the display that DISPLAY names.</summary>
    public static readonly X11Settings Default = new((string?)null);

    /// <summary>Parses; throws <see cref="FormatException"/> with a sentence for people.</summary>
    public static X11Settings Parse(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
            return Default;
        try
        {
            using var document = JsonDocument.Parse(json);
            string? display = null;
            foreach (var setting in document.RootElement.EnumerateObject())
            {
                if (setting.Name != "display")
                    throw new FormatException($"The screen has no setting \"{setting.Name}\". It knows \"display\" only.");
                display = setting.Value.GetString();
            }

            return new X11Settings(display);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new FormatException("The settings of the screen aren't an object like {\"display\": \":0\"}.", problem);
        }
    }
}

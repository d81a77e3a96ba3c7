using Orchestrator.Plugins.Shared.Settings;

namespace Orchestrator.Plugins.Capture.X11;

/// <summary>Settings of the plugin: <c>{"display": ":5"}</c>.</summary>
/// <param name="Display">As in DISPLAY; null takes it from that variable.</param>
internal sealed record X11Settings(string? Display)
{
    /// <summary>No settings: the display that DISPLAY names.</summary>
    public static readonly X11Settings Default = new((string?)null);

    /// <summary>Parses; throws <see cref="FormatException"/> with a sentence for people.</summary>
    public static X11Settings Parse(ReadOnlyMemory<byte> json) => new(OneSetting.Read(json, "screen", "display", ":0"));
}

using System.Globalization;

namespace Orchestrator.Testbed.InstrumentWindow;

/// <summary>Reads a size like 1920x1080.</summary>
internal static class PictureSize
{
    /// <summary>Throws <see cref="ArgumentException"/> with a sentence on anything else.</summary>
    internal static (int Width, int Height) Parse(string text)
    {
        var parts = text.Split('x');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height))
            return (width, height);
        throw new ArgumentException($"\"{text}\" is no size; write it like 1920x1080.");
    }
}

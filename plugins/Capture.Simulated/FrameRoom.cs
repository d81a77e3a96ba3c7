using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Capture.Simulated;

/// <summary>Whether a frame can hold a layout.</summary>
internal static class FrameRoom
{
    /// <summary>True when <paramref name="bytes"/> bytes at this stride hold the picture.</summary>
    public static bool Holds(int bytes, int stride, ScreenLayout layout) =>
        stride >= layout.Width * 4 && bytes >= (long)stride * layout.Height;

    /// <summary>Throws when the host's frame is too small: a fault of the host, not a state of the screen.</summary>
    public static void Check(int bytes, int stride, ScreenLayout layout)
    {
        if (!Holds(bytes, stride, layout))
            throw new ArgumentException($"A frame of {bytes} bytes with {stride} a row can't hold {layout.Width}×{layout.Height} pixels.");
    }
}

using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Capture.Simulated;

/// <summary>
/// A screen that lives in this process: a picture that changes, a pointer and keys that go in, a text clipboard.
/// Every member may be called from any thread at any time.
/// </summary>
public interface IFrameSource
{
    /// <summary>Shape of the picture; a change of it is a new layout version and a visible change.</summary>
    ScreenLayout Layout { get; }

    /// <summary>Grows at each visible change; never negative.</summary>
    long Version { get; }

    /// <summary>Returns once <see cref="Version"/> is above <paramref name="seen"/>, or after <paramref name="maxWait"/>; both without an exception.</summary>
    /// <param name="seen">The version that the caller holds; −1 for none.</param>
    /// <param name="maxWait">Zero: return at once.</param>
    /// <param name="ct">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    ValueTask WaitForChangeAsync(long seen, TimeSpan maxWait, CancellationToken ct);

    /// <summary>Writes the whole picture: BGRX, 32 bits a pixel, the X byte 0.</summary>
    /// <param name="frame">Room for at least <c>stride × Height</c> bytes.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <returns>The version of the picture written; −1 when <paramref name="frame"/> can't hold the layout of this moment, with nothing written.</returns>
    long CopyTo(Memory<byte> frame, int stride);

    /// <summary>The pointer stands here with these buttons held (bits as in <see cref="InputEvent.Buttons"/>).</summary>
    void Pointer(int x, int y, int buttons);

    /// <summary>A key went down or up.</summary>
    /// <param name="keysym">X11 keysym.</param>
    /// <param name="down">Pressed or released.</param>
    void Key(uint keysym, bool down);

    /// <summary>The text clipboard; null when it holds none.</summary>
    string? ClipboardText { get; set; }
}

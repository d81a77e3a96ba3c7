namespace Orchestrator.Abstractions;

/// <summary>
/// An opened screen. One call at a time; <see cref="Layout"/> is read between them. Disposal is quick (1 s) and final; afterwards every capture is
/// <see cref="CaptureStatus.Unavailable"/> and the pointer is unchanged.
/// </summary>
public interface IScreenCapture : IAsyncDisposable
{
    /// <summary>The shape that <see cref="CaptureAsync"/> writes in; changes only inside that call. Never blocks, never throws.</summary>
    ScreenLayout Layout { get; }

    /// <summary>
    /// Waits until something changed, at most <paramref name="maxWait"/>, then brings <paramref name="frame"/> up to date.
    /// The first call after opening or after a new layout writes the whole screen. Budget: <paramref name="maxWait"/> and 2 s.
    /// </summary>
    /// <param name="frame">
    /// The host's picture, kept between calls and lent for each: BGRX, 32 bits a pixel, the X byte 0; <c>stride × Height</c> bytes. What lies
    /// between the rows isn't touched.
    /// </param>
    /// <param name="stride">Bytes from one row to the next, at least 4 × Width.</param>
    /// <param name="damage">Takes the rectangles that were written, lent for the call; when there are more, the result says −1.</param>
    /// <param name="maxWait">Zero: only look.</param>
    /// <param name="cancellationToken">Ends the wait within 100 ms. The frame may then hold a part of the new picture, and the next capture writes it again.</param>
    /// <returns>
    /// What happened. However slowly the host calls, the next call gives the picture as it is then: changes between two calls are merged, never queued.
    /// </returns>
    /// <exception cref="ArgumentException">The frame or the stride is too small for <see cref="Layout"/>.</exception>
    ValueTask<CaptureResult> CaptureAsync(Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken);

    /// <summary>Writes the pointer's picture when it changed since the last call. Returns at once. Budget: 2 s.</summary>
    /// <param name="bgra">Takes it, lent for the call: BGRA, premultiplied, rows without gaps. A picture that doesn't fit isn't written and counts as unchanged.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Its size and the point that clicks, or that it is unchanged; also unchanged where the pointer is drawn into the frame.</returns>
    ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken);
}

/// <summary>What one capture did.</summary>
/// <param name="Status">What happened.</param>
/// <param name="LayoutVersion">Version of the layout that the frame has.</param>
/// <param name="DamageCount">Rectangles written; −1: unknown, the host compares.</param>
public readonly record struct CaptureResult(CaptureStatus Status, int LayoutVersion, int DamageCount);

/// <summary>What a capture call found.</summary>
public enum CaptureStatus
{
    /// <summary>Nothing changed; the frame was not touched.</summary>
    Unchanged,

    /// <summary>The frame is up to date.</summary>
    Changed,

    /// <summary><see cref="IScreenCapture.Layout"/> is new; the frame was not touched. Call again with a frame of that shape.</summary>
    LayoutChanged,

    /// <summary>No picture: locked, no display, or the display server is gone. The frame was not touched.</summary>
    Unavailable,
}

/// <summary>The pointer's picture.</summary>
/// <param name="Changed">False: nothing was written and the sizes are meaningless.</param>
/// <param name="Width">Pixels; 0 when the pointer is hidden.</param>
/// <param name="Height">Pixels; 0 when the pointer is hidden.</param>
/// <param name="HotX">Column of the point that clicks.</param>
/// <param name="HotY">Row of the point that clicks.</param>
public readonly record struct CursorResult(bool Changed, int Width, int Height, int HotX, int HotY);

namespace Orchestrator.Abstractions;

/// <summary>
/// A source of the screen and a sink for input: one kind of display system. Its members may be called at once, and while opened objects are in use.
/// </summary>
public interface ICapture : IPlugin
{
    /// <summary>Opens the screen. Called only while a view grant is open; several may be open at once. Budget: 5 s.</summary>
    /// <param name="options">How to capture; lent until the screen is disposed, doesn't change.</param>
    /// <param name="cancellationToken">Ends the attempt and leaves nothing open.</param>
    /// <returns>The host's, which disposes it. A display that isn't there is a throw with a sentence.</returns>
    ValueTask<IScreenCapture> OpenScreenAsync(CaptureOptions options, CancellationToken cancellationToken);

    /// <summary>Opens input. Called only while a control grant is open. Budget: 5 s.</summary>
    /// <param name="cancellationToken">Ends the attempt and leaves nothing open.</param>
    /// <returns>The host's, which disposes it. A display that isn't there is a throw with a sentence.</returns>
    ValueTask<IInputInjector> OpenInputAsync(CancellationToken cancellationToken);

    /// <summary>Opens the text clipboard. Called only while a clipboard grant is open; several may be open at once. Budget: 5 s.</summary>
    /// <param name="cancellationToken">Ends the attempt and leaves nothing open.</param>
    /// <returns>The host's, which disposes it; null where there is no clipboard. A display that isn't there is a throw with a sentence.</returns>
    ValueTask<IClipboardText?> OpenClipboardAsync(CancellationToken cancellationToken);
}

/// <summary>How to capture. Grows by init properties only.</summary>
public sealed class CaptureOptions
{
    /// <summary>Draw the pointer into the frame; otherwise it is read by <see cref="IScreenCapture.ReadCursorAsync"/>.</summary>
    public bool DrawCursor { get; init; }
}

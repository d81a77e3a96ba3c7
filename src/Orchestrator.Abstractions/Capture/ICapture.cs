namespace Orchestrator.Abstractions;

/// <summary>A source of the screen and a sink for input: one kind of display system.</summary>
public interface ICapture : IPlugin
{
    /// <summary>Opens the screen. Called only while a view grant is open. Budget: 5 s.</summary>
    ValueTask<IScreenCapture> OpenScreenAsync(CaptureOptions options, CancellationToken cancellationToken);

    /// <summary>Opens input. Called only while a control grant is open. Budget: 5 s.</summary>
    ValueTask<IInputInjector> OpenInputAsync(CancellationToken cancellationToken);

    /// <summary>Opens the text clipboard; null where there is none. Called only while a clipboard grant is open. Budget: 5 s.</summary>
    ValueTask<IClipboardText?> OpenClipboardAsync(CancellationToken cancellationToken);
}

/// <summary>How to capture. Grows by init properties only.</summary>
public sealed class CaptureOptions
{
    /// <summary>Draw the pointer into the frame; otherwise it is read by <see cref="IScreenCapture.ReadCursorAsync"/>.</summary>
    public bool DrawCursor { get; init; }
}

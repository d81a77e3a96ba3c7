namespace Orchestrator.Rfb;

/// <summary>Takes what a local viewer's user does, parsed. Called by each viewer's reader, one event at a time; several viewers may call at once.</summary>
public interface IViewerInput
{
    /// <summary>Where the pointer is and which buttons are held (RFC 6143, 7.5.5), inside the screen.</summary>
    ValueTask PointerAsync(int x, int y, int buttons, CancellationToken cancellationToken);

    /// <summary>A key by its X11 keysym.</summary>
    ValueTask KeyAsync(uint keysym, bool down, CancellationToken cancellationToken);

    /// <summary>Text that the viewer's user copied.</summary>
    ValueTask CutTextAsync(string text, CancellationToken cancellationToken);
}

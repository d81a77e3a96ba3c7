using Orchestrator.Rfb;
using Orchestrator.Technicians.Pumps;

namespace Orchestrator.Technicians.Viewer;

/// <summary>
/// What people do in local viewers: passes while control, or the way to the clipboard, is open, and is dropped otherwise. Nothing is kept for later,
/// and a viewer never asks for anything by itself.
/// </summary>
internal sealed class ViewerInput(ConsolePumps pumps) : IViewerInput
{
    public async ValueTask PointerAsync(int x, int y, int buttons, CancellationToken cancellationToken)
    {
        if (pumps.Control is { } control)
        {
            await control.TryAsync(sender => sender.SendPointerAsync(x, y, buttons, cancellationToken)).ConfigureAwait(false);
        }
    }

    public async ValueTask KeyAsync(uint keysym, bool down, CancellationToken cancellationToken)
    {
        if (pumps.Control is { } control)
        {
            await control.TryAsync(sender => sender.SendKeyAsync(keysym, down, 0, cancellationToken)).ConfigureAwait(false);
        }
    }

    public async ValueTask CutTextAsync(string text, CancellationToken cancellationToken)
    {
        if (pumps.ClipboardTo is { } clipboard)
        {
            await clipboard.SendAsync(text, cancellationToken).ConfigureAwait(false);
        }
    }
}

using Orchestrator.Technicians.Viewer;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Technicians;

/// <content>Local viewers.</content>
public sealed partial class ConsoleSession
{
    /// <summary>Opens the shadow for viewers on this computer. They see what was shown, and act while control is open.</summary>
    /// <exception cref="ConsoleException">This build or this computer can't.</exception>
    public async Task<LocalViewer> OpenViewerAsync(ViewerKind kind, IRandomSource? random = null, CancellationToken cancellationToken = default)
    {
        var input = new ViewerInput(_pumps);
        var name = Face.Words.OneLine(View.Instrument.Name);
        LocalViewer viewer = kind switch
        {
            ViewerKind.Vnc => VncViewer.Open(Screen, input, name, _time),
            ViewerKind.Browser => await BrowserViewer.OpenAsync(
                Screen, input, name, random ?? SystemRandomSource.Instance, _time, cancellationToken).ConfigureAwait(false),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a viewer"),
        };
        Watch(notice =>
        {
            if (notice is Notice.ClipboardCame came)
            {
                viewer.SendCutText(came.Text);
            }
        });
        return viewer;
    }
}

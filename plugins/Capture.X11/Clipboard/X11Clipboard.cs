using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.X11.Connection;

namespace Orchestrator.Plugins.Capture.X11.Clipboard;

internal sealed class X11Clipboard(XLink link, TimeProvider time) : IClipboardText
{
    public ValueTask<string?> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);

    public ValueTask<bool> WriteAsync(string text, CancellationToken cancellationToken) => ValueTask.FromResult(time is null);

    public ValueTask DisposeAsync()
    {
        link.Dispose();
        return ValueTask.CompletedTask;
    }
}

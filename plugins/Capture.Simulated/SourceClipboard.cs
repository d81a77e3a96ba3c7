using System.Text;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Capture.Simulated;

/// <summary>The text clipboard of a frame source.</summary>
internal sealed class SourceClipboard(IFrameSource source) : IClipboardText
{
    /// <summary>The contract's bound, in bytes of UTF-8.</summary>
    private const int MostBytes = 1 << 20;

    private volatile bool disposed;

    public ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var text = disposed ? null : source.ClipboardText;
        return ValueTask.FromResult(text is not null && Encoding.UTF8.GetByteCount(text) > MostBytes ? null : text);
    }

    public ValueTask<bool> WriteAsync(string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        cancellationToken.ThrowIfCancellationRequested();
        if (disposed || Encoding.UTF8.GetByteCount(text) > MostBytes)
            return ValueTask.FromResult(false);
        source.ClipboardText = text;
        return ValueTask.FromResult(true);
    }

    public ValueTask DisposeAsync()
    {
        disposed = true;
        return ValueTask.CompletedTask;
    }
}

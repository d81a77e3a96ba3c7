using System.Text;
using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>An opened clipboard behind its gateway.</summary>
internal sealed class GuardedClipboard(IClipboardText clipboard, PluginGateway gateway) : IClipboardText
{
    private const int LargestText = 1024 * 1024;
    private IClipboardText? clipboard = clipboard;

    private IClipboardText Clipboard => clipboard ?? throw gateway.Closed(nameof(IClipboardText));

    /// <inheritdoc />
    public ValueTask<string?> ReadAsync(CancellationToken cancellationToken) =>
        gateway.CallAsync(
            nameof(ReadAsync),
            PluginBudgets.Clipboard,
            token => Clipboard.ReadAsync(token),
            cancellationToken,
            text => text is null || Encoding.UTF8.GetByteCount(text) <= LargestText ? null : "more than 1 MiB of text");

    /// <inheritdoc />
    public ValueTask<bool> WriteAsync(string text, CancellationToken cancellationToken) =>
        gateway.CallAsync(nameof(WriteAsync), PluginBudgets.Clipboard, token => Clipboard.WriteAsync(text, token), cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref clipboard, null) is { } last)
            await gateway.DisposeAsync(last).ConfigureAwait(false);
    }
}

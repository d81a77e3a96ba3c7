using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>An opened clipboard that moves between generations, between two calls.</summary>
internal sealed class MovableClipboard(Movable<IClipboardText> clipboard, string channel) : IClipboardText
{
    /// <inheritdoc />
    public async ValueTask<string?> ReadAsync(CancellationToken cancellationToken)
    {
        var text = await clipboard.UseAsync(current => current.ReadAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        PluginMetrics.Served(clipboard.Generation, channel);
        return text;
    }

    /// <inheritdoc />
    public async ValueTask<bool> WriteAsync(string text, CancellationToken cancellationToken)
    {
        var isWritten = await clipboard.UseAsync(current => current.WriteAsync(text, cancellationToken), cancellationToken).ConfigureAwait(false);
        PluginMetrics.Served(clipboard.Generation, channel);
        return isWritten;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => clipboard.DisposeAsync();
}

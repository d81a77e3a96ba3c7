using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>An opened clipboard that moves between generations, between two calls.</summary>
internal sealed class MovableClipboard(Movable<IClipboardText> clipboard) : IClipboardText
{
    /// <inheritdoc />
    public ValueTask<string?> ReadAsync(CancellationToken cancellationToken) =>
        clipboard.UseAsync(cancellationToken, static (current, token) => current.ReadAsync(token), cancellationToken);

    /// <inheritdoc />
    public ValueTask<bool> WriteAsync(string text, CancellationToken cancellationToken) =>
        clipboard.UseAsync((text, cancellationToken), static (current, given) => current.WriteAsync(given.text, given.cancellationToken), cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => clipboard.DisposeAsync();
}

namespace Orchestrator.Abstractions;

/// <summary>The text clipboard. At most 1 MiB of UTF-8 either way.</summary>
public interface IClipboardText : IAsyncDisposable
{
    /// <summary>The text now; null when the clipboard holds none. Budget: 2 s.</summary>
    ValueTask<string?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the text; false when the display server refused. Budget: 2 s.</summary>
    ValueTask<bool> WriteAsync(string text, CancellationToken cancellationToken);
}

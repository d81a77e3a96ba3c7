namespace Orchestrator.Abstractions;

/// <summary>
/// The opened text clipboard. At most 1 MiB of UTF-8 either way. One call at a time. Disposal is quick (1 s) and final; afterwards it reads as
/// empty and takes nothing.
/// </summary>
public interface IClipboardText : IAsyncDisposable
{
    /// <summary>Reads the text. Budget: 2 s.</summary>
    /// <param name="cancellationToken">Ends the wait for whoever owns the clipboard.</param>
    /// <returns>
    /// The text now; null when the clipboard holds none, holds more than 1 MiB, or the display server or the clipboard's owner doesn't answer.
    /// </returns>
    ValueTask<string?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Replaces the text, whole. Budget: 2 s.</summary>
    /// <param name="text">What others read from now on; empty is allowed.</param>
    /// <param name="cancellationToken">Ends the attempt; the text is then replaced or not.</param>
    /// <returns>False when the display server refused or the text is too long; the text before it then stays.</returns>
    ValueTask<bool> WriteAsync(string text, CancellationToken cancellationToken);
}

using System.Globalization;
using Orchestrator.Plugins.Shared.Audit;

namespace Orchestrator.Plugins.Audit.Syslog;

/// <summary>
/// How far each log was handed over, in a file of its own: the receiver can't be asked. Written after the handing over, so that a crash between the two
/// gives doubles, never a gap.
/// </summary>
internal sealed class DeliveryCursor(string folder)
{
    private readonly Dictionary<string, long> _open = new(StringComparer.Ordinal);

    /// <summary>Reads a log's file; a new log begins at 0.</summary>
    /// <exception cref="InvalidOperationException">It isn't a number.</exception>
    public long Open(string logId)
    {
        var path = PathOf(logId);
        var text = File.Exists(path) ? File.ReadAllText(path).TrimEnd('\n') : "0";
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var next))
            throw new InvalidOperationException($"{path} isn't the number of the next record. Delete it to send the whole log again, or put the number there.");
        _open[logId] = next;
        return next;
    }

    /// <summary>The next record of an open log.</summary>
    /// <exception cref="InvalidOperationException">It isn't open.</exception>
    public long Next(string logId) => _open.TryGetValue(logId, out var next) ? next : throw new InvalidOperationException("This log isn't open: open it first.");

    /// <summary>Everything below a number was handed over; durable on return.</summary>
    public void Advance(string logId, long next)
    {
        var path = PathOf(logId);
        var temporary = $"{path}.new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(next.ToString(CultureInfo.InvariantCulture) + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
        _open[logId] = next;
    }

    private string PathOf(string logId) => Path.Combine(folder, LogFileName.For(logId) + ".next");
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Plugins.Audit.Webhook;

/// <summary>
/// How far each open log was taken, in a file of its own, because the receiver can't be asked. It is written after the receiver's answer: a crash between
/// the two makes the records come again, never a gap.
/// </summary>
internal sealed class DeliveredLogs(string folder)
{
    private readonly Dictionary<string, long> _open = new(StringComparer.Ordinal);

    /// <summary>Reads a log's file; a new log begins at 0.</summary>
    /// <exception cref="IOException">It isn't a number.</exception>
    public long Open(string logId)
    {
        var path = PathOf(logId);
        var text = File.Exists(path) ? File.ReadAllText(path).TrimEnd('\n') : "0";
        return _open[logId] = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var next)
            ? next
            : throw new IOException($"The file {path} doesn't hold the number of the next record. Put it there, or delete the file to send the whole log again.");
    }

    /// <summary>The next record of an open log.</summary>
    /// <exception cref="InvalidOperationException">It isn't open.</exception>
    public long Next(string logId) => _open.TryGetValue(logId, out var next) ? next : throw new InvalidOperationException("This log isn't open: open it first.");

    /// <summary>Everything below a number was taken; on the disk when this returns.</summary>
    public void Advance(string logId, long next)
    {
        var path = PathOf(logId);
        var begun = path + ".new";
        using (var file = new FileStream(begun, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(Encoding.ASCII.GetBytes(next.ToString(CultureInfo.InvariantCulture) + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(begun, path, overwrite: true);
        _open[logId] = next;
    }

    /// <summary>Short text for a log's id, which may hold anything; safe in a file name and in a header.</summary>
    public static string NameOf(string logId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(logId)));

    private string PathOf(string logId) => Path.Combine(folder, NameOf(logId) + ".next");
}

using Orchestrator.Abstractions;

namespace MyPlugin;

/// <summary>One log: a file of lines, in which the number of whole lines is the next sequence number.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly FileStream _file;

    private LogFile(FileStream file) => _file = file;

    /// <summary>The next sequence number: everything below is durable.</summary>
    public long Next { get; private set; }

    /// <summary>Opens it, and cuts off a line that was begun and never confirmed.</summary>
    public static LogFile Open(string path)
    {
        var log = new LogFile(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));
        long whole = 0;
        using var reader = new BufferedStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        for (long position = 1; reader.ReadByte() is >= 0 and var value; position++)
        {
            if (value != '\n')
                continue;
            whole = position;
            log.Next++;
        }

        log._file.SetLength(whole);
        log._file.Position = whole;
        return log;
    }

    /// <summary>Appends what it doesn't have yet; all of it is on the disk when this returns.</summary>
    public long Append(ReadOnlySpan<AuditEntry> entries)
    {
        var expected = entries.IsEmpty ? Next : entries[0].Sequence;
        if (expected > Next)
            throw new InvalidOperationException($"Record {Next} is missing: the next one that came is {expected}.");
        foreach (var entry in entries)
        {
            if (entry.Sequence != expected++)
                throw new InvalidOperationException($"Record {entry.Sequence} came out of order.");
            if (entry.Line.Span.Contains((byte)'\n'))
                throw new ArgumentException($"Record {entry.Sequence} isn't one line.");
        }

        var begin = _file.Position;
        try
        {
            var next = Next;
            foreach (var entry in entries)
            {
                if (entry.Sequence < Next)
                    continue;
                _file.Write(entry.Line.Span);
                _file.WriteByte((byte)'\n');
                next++;
            }

            _file.Flush(flushToDisk: true);
            return Next = next;
        }
        catch
        {
            _file.SetLength(begin);
            throw;
        }
    }

    public void Dispose() => _file.Dispose();
}

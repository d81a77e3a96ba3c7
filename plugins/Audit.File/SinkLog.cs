using Orchestrator.Abstractions;
using Orchestrator.Plugins.Shared.Audit;

namespace Orchestrator.Plugins.Audit.File;

/// <summary>
/// One log in two files: <c>NAME.jsonl</c> (line N is record N) and <c>NAME.checkpoints</c> (each note followed by one empty
/// line). What was written and not flushed is cut off when it is opened again.
/// </summary>
internal sealed class SinkLog
{
    private readonly string _records;
    private readonly string _checkpoints;
    private long _length;

    private SinkLog(string stem) => (_records, _checkpoints) = (stem + ".jsonl", stem + ".checkpoints");

    /// <summary>Records on the disk: the next sequence number.</summary>
    public long Durable { get; private set; }

    public static SinkLog Open(string stem)
    {
        var log = new SinkLog(stem);
        using var stream = new FileStream(log._records, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        log.CountLines(stream);
        if (stream.Length > log._length)
        {
            stream.SetLength(log._length);
            stream.Flush(flushToDisk: true);
        }

        return log;
    }

    public void Append(ReadOnlyMemory<AuditEntry> entries)
    {
        using var bytes = new MemoryStream();
        var added = OfferedEntries.New(entries, Durable).Span;
        foreach (var entry in added)
        {
            bytes.Write(entry.Line.Span);
            bytes.WriteByte((byte)'\n');
        }

        if (added.IsEmpty)
            return;
        AppendTo(_records, _length, bytes);
        _length += bytes.Length;
        Durable += added.Length;
    }

    public void PutCheckpoint(ReadOnlyMemory<byte> note)
    {
        using var bytes = new MemoryStream();
        bytes.Write(note.Span);
        bytes.WriteByte((byte)'\n');
        AppendTo(_checkpoints, System.IO.File.Exists(_checkpoints) ? new FileInfo(_checkpoints).Length : 0, bytes);
    }

    // A failed write must not leave half a line for the next one to stand behind.
    private static void AppendTo(string path, long confirmed, MemoryStream bytes)
    {
        using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (stream.Length < confirmed)
            throw new IOException($"{path} is shorter than what was confirmed: somebody cut it.");
        stream.SetLength(confirmed);
        stream.Position = confirmed;
        stream.Write(bytes.GetBuffer(), 0, (int)bytes.Length);
        stream.Flush(flushToDisk: true);
    }

    private void CountLines(FileStream stream)
    {
        var buffer = new byte[64 * 1024];
        var offset = 0L;
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            for (var i = 0; i < read; i++)
            {
                if (buffer[i] != (byte)'\n')
                    continue;
                Durable++;
                _length = offset + i + 1;
            }

            offset += read;
        }
    }
}

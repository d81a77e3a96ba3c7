using System.Buffers;
using Orchestrator.Abstractions;

namespace Orchestrator.Broker.Sinks;

/// <summary>Reads the lines of a growing log file from one sequence number on. The log itself is the spool: nothing is kept for a sink that is away.</summary>
internal sealed class RecordLines : IDisposable
{
    // At most this many records in one call of a sink, each of at most 64 KiB.
    private const int Batch = 64;

    private readonly StreamLines _lines;
    private long _next;

    private RecordLines(StreamLines lines) => _lines = lines;

    /// <summary>Opens the file and goes to a record.</summary>
    /// <param name="path">The records.</param>
    /// <param name="first">The first sequence number to be read; must be in the file or the next one.</param>
    /// <param name="size">Durable records.</param>
    /// <exception cref="InvalidOperationException">The sink is ahead of the log.</exception>
    public static RecordLines Open(string path, long first, long size)
    {
        if (first > size)
        {
            throw new InvalidOperationException($"It has {first} records of this log, which has only {size}: it belongs to another log, or the log was cut back.");
        }

        var lines = new RecordLines(new StreamLines(path));
        for (; lines._next < first; lines._next++)
        {
            lines._lines.Read(into: null);
        }

        return lines;
    }

    /// <summary>Shows every whole line of the file, in order.</summary>
    public static void ReadAll(string path, Action<ReadOnlySpan<byte>> see)
    {
        using var lines = new StreamLines(path);
        var line = new ArrayBufferWriter<byte>();
        while (lines.TryRead(line))
        {
            see(line.WrittenSpan);
            line.ResetWrittenCount();
        }
    }

    /// <summary>The next durable records; empty when there are none.</summary>
    public AuditEntry[] Read(long size)
    {
        var entries = new AuditEntry[Math.Min(Batch, size - _next)];
        for (var i = 0; i < entries.Length; i++)
        {
            var line = new ArrayBufferWriter<byte>();
            _lines.Read(line);
            entries[i] = new AuditEntry(_next++, line.WrittenMemory);
        }

        if (_next == size)
        {
            _lines.Forget();
        }

        return entries;
    }

    public void Dispose() => _lines.Dispose();

    /// <summary>Whole lines of a file that another stream appends to.</summary>
    private sealed class StreamLines(string path) : IDisposable
    {
        private readonly FileStream _stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
        private readonly byte[] _buffer = new byte[64 * 1024];
        private int _begin;
        private int _end;

        /// <summary>Passes one line, and copies it where that is wanted.</summary>
        public void Read(ArrayBufferWriter<byte>? into)
        {
            if (!TryRead(into))
            {
                throw new EndOfStreamException("The log's file is shorter than the log.");
            }
        }

        /// <summary>The same; false at the end.</summary>
        public bool TryRead(ArrayBufferWriter<byte>? into)
        {
            while (true)
            {
                var rest = _buffer.AsSpan(_begin.._end);
                var length = rest.IndexOf((byte)'\n');
                into?.Write(length < 0 ? rest : rest[..length]);
                if (length >= 0)
                {
                    _begin += length + 1;
                    return true;
                }

                (_begin, _end) = (0, _stream.Read(_buffer));
                if (_end == 0)
                {
                    return false;
                }
            }
        }

        /// <summary>What lies behind isn't durable yet, and may come to be something else.</summary>
        public void Forget()
        {
            _stream.Position -= _end - _begin;
            (_begin, _end) = (0, 0);
        }

        public void Dispose() => _stream.Dispose();
    }
}

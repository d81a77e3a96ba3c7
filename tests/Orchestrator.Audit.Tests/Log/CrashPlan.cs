using Orchestrator.Audit.Log;

namespace Orchestrator.Audit.Tests.Log;

/// <summary>What is left of bytes that were written and not flushed.</summary>
public enum Unflushed
{
    /// <summary>The process was killed: the operating system still has them.</summary>
    Stay,

    /// <summary>The power went: none of them.</summary>
    Gone,

    /// <summary>The power went: half of them.</summary>
    Half,
}

/// <summary>
/// A crash at one write boundary of a log, counted over all its files: before and behind each write, within it (its first byte, its half, all but its
/// last), before and behind each flush. From there on nothing reaches the disk any more.
/// </summary>
internal sealed class CrashPlan(int point, Unflushed unflushed)
{
    private readonly Lock _gate = new();
    private readonly List<CrashFile> _files = [];
    private int _passed;

    /// <summary>True once it happened.</summary>
    public bool Crashed { get; private set; }

    public ILogFile Open(string path)
    {
        var file = new CrashFile(this, path);
        lock (_gate)
            _files.Add(file);
        return file;
    }

    /// <summary>Leaves on the disk what such a crash leaves.</summary>
    public void Settle()
    {
        foreach (var file in _files)
            file.Settle(unflushed);
    }

    /// <summary>Bytes of a write that still happen; crashes when this is the point.</summary>
    private int Within(int length)
    {
        int[] cuts = length > 3 ? [0, 1, length / 2, length - 1] : [0];
        foreach (var cut in cuts)
        {
            if (Now())
                return cut;
        }

        return length;
    }

    private bool Now()
    {
        lock (_gate)
            return Crashed = Crashed || _passed++ == point;
    }

    private void Boundary()
    {
        if (Now())
            throw new CrashException();
    }

    private sealed class CrashFile(CrashPlan plan, string path) : ILogFile
    {
        private readonly AppendOnlyFile _file = new(path);
        private long _flushed = new FileInfo(path) is { Exists: true } known ? known.Length : 0;

        public long Length => _file.Length;

        public void Append(ReadOnlySpan<byte> bytes)
        {
            if (plan.Crashed)
                throw new CrashException();
            var happens = plan.Within(bytes.Length);
            _file.Append(bytes[..happens]);
            if (plan.Crashed)
                throw new CrashException();
        }

        public void Flush()
        {
            plan.Boundary();
            _flushed = _file.Length;
            plan.Boundary();
        }

        public void CutBackTo(long length)
        {
            plan.Boundary();
            _file.CutBackTo(length);
            _flushed = Math.Min(_flushed, length);
            plan.Boundary();
        }

        public void Dispose() => _file.Dispose();

        public void Settle(Unflushed unflushed)
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
            var loose = stream.Length - _flushed;
            stream.SetLength(unflushed switch
            {
                Unflushed.Gone => _flushed,
                Unflushed.Half => _flushed + (loose / 2),
                _ => stream.Length,
            });
        }
    }
}

/// <summary>The process is dead.</summary>
internal sealed class CrashException : Exception;

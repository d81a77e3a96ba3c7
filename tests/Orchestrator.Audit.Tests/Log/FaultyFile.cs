using Orchestrator.Audit.Log;

namespace Orchestrator.Audit.Tests.Log;

/// <summary>A real file on a disk of a chosen size that can fail on command.</summary>
internal sealed class FaultyFile(string path) : ILogFile
{
    private readonly AppendOnlyFile _file = new(path);

    public Func<long> Room { get; init; } = () => long.MaxValue;

    public Action OnFlush { get; init; } = () => { };

    public Action OnCut { get; init; } = () => { };

    public long Length => _file.Length;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var room = Room() - _file.Length;
        if (room < bytes.Length)
        {
            // As a disk does: what fits is written, then comes the error.
            _file.Append(bytes[..(int)Math.Max(0, room)]);
            throw new IOException("No space left on device", 28);
        }

        _file.Append(bytes);
    }

    public void Flush()
    {
        OnFlush();
        _file.Flush();
    }

    public void CutBackTo(long length)
    {
        OnCut();
        _file.CutBackTo(length);
    }

    public void Dispose() => _file.Dispose();
}

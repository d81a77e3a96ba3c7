using Orchestrator.Audit.Log;

namespace Orchestrator.CrashWriter;

/// <summary>A log's file whose writes and flushes are boundaries, and which writes in three pieces, so that a death may tear one.</summary>
internal sealed class MortalFile(string path) : ILogFile
{
    private readonly AppendOnlyFile _file = new(path);

    public long Length => _file.Length;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var half = bytes.Length / 2;
        Death.Pass();
        _file.Append(bytes[..1]);
        Death.Pass();
        _file.Append(bytes[1..half]);
        Death.Pass();
        _file.Append(bytes[half..]);
    }

    public void Flush()
    {
        Death.Pass();
        _file.Flush();
        Death.Pass();
    }

    public void CutBackTo(long length) => _file.CutBackTo(length);

    public void Dispose() => _file.Dispose();
}

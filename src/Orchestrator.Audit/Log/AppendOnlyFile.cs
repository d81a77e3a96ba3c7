using Orchestrator.Trust.Files;

namespace Orchestrator.Audit.Log;

/// <summary>A file opened for appending: what it held before can't be overwritten or cut through this object.</summary>
internal sealed class AppendOnlyFile : ILogFile
{
    private readonly FileStream _stream;

    public AppendOnlyFile(string path)
    {
        var isNew = !File.Exists(path);
        // No buffer: after Append returns, the bytes are with the operating system, and Flush has nothing of its own to lose.
        _stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (isNew)
            DurableFolder.Flush(Path.GetDirectoryName(path)!);
    }

    public long Length => _stream.Length;

    public void Append(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

    public void Flush() => _stream.Flush(flushToDisk: true);

    public void CutBackTo(long length)
    {
        _stream.SetLength(length);
        _stream.Flush(flushToDisk: true);
    }

    public void Dispose() => _stream.Dispose();
}

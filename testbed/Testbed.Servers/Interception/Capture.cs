namespace Orchestrator.Testbed.Servers.Interception;

/// <summary>
/// The file with what an interceptor sees: all plaintext of all connections, both directions. What one read gave is one piece; pieces of several connections
/// follow each other as they came, so a search over the file misses only what a piece's border cuts.
/// </summary>
internal sealed class Capture(string? path) : IDisposable
{
    private readonly Lock _sync = new();
    private readonly FileStream? _file = path is null ? null : new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
    private long _bytes;

    /// <summary>Bytes so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Adds a piece.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_sync)
        {
            _bytes += bytes.Length;
            _file?.Write(bytes);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_sync)
            _file?.Dispose();
    }
}

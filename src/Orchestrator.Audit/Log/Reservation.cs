namespace Orchestrator.Audit.Log;

/// <summary>
/// Room on the disk that is kept for closing records: a file of the promised size that is deleted when they don't fit
/// otherwise. Disposing gives the room back.
/// </summary>
public sealed class Reservation : IDisposable
{
    private readonly string _path;
    private int _released;

    private Reservation(string path) => _path = path;

    /// <summary>True once the room was given back or used.</summary>
    public bool Released => Volatile.Read(ref _released) == 1;

    /// <summary>Gives the room back to the disk. Only the first call does anything.</summary>
    public void Dispose() => Release();

    internal static Reservation Take(string path, long bytes)
    {
        try
        {
            using (var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0))
            {
                // Really written: file systems that compress or copy on write promise nothing for an allocation.
                Span<byte> block = stackalloc byte[4096];
                for (var left = bytes; left > 0; left -= block.Length)
                {
                    System.Security.Cryptography.RandomNumberGenerator.Fill(block);
                    stream.Write(block[..(int)Math.Min(left, block.Length)]);
                }

                stream.Flush(flushToDisk: true);
            }

            return new Reservation(path);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    internal bool Release()
    {
        if (Interlocked.Exchange(ref _released, 1) == 1)
            return false;
        File.Delete(_path);
        return true;
    }
}

using System.Collections.Concurrent;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Links.Tests.Resuming;

/// <summary>Counts what was sealed, and what was sealed under a key and nonce that were used before.</summary>
internal sealed class NonceWatch : IAeadWatch
{
    private readonly ConcurrentDictionary<string, byte> _pairs = new();
    private int _repeated;

    public int Repeated => Volatile.Read(ref _repeated);

    public int Sealed => _pairs.Count;

    public void Sealing(ReadOnlySpan<byte> keyId, ReadOnlySpan<byte> nonce)
    {
        if (!_pairs.TryAdd(Convert.ToHexString(keyId) + Convert.ToHexString(nonce), 0))
            Interlocked.Increment(ref _repeated);
    }
}

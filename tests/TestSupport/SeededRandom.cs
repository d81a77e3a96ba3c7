using System.Buffers.Binary;
using System.Security.Cryptography;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.TestSupport;

/// <summary>Bytes that follow from a seed (SHA-256 of seed and counter), so that a test's run is the same everywhere.</summary>
public sealed class SeededRandom(long seed) : IRandomSource
{
    private readonly Lock _gate = new();
    private readonly Queue<byte> _left = new();
    private long _counter;

    public void Fill(Span<byte> destination)
    {
        lock (_gate)
        {
            for (var i = 0; i < destination.Length; i++)
            {
                if (_left.Count == 0)
                    Refill();
                destination[i] = _left.Dequeue();
            }
        }
    }

    private void Refill()
    {
        Span<byte> input = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(input, seed);
        BinaryPrimitives.WriteInt64BigEndian(input[8..], _counter++);
        foreach (var value in SHA256.HashData(input))
            _left.Enqueue(value);
    }
}

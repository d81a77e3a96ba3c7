using System.Security.Cryptography;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>The key of one epoch of one channel and direction, with what it has protected so far. Not for several threads: its owner holds a lock.</summary>
internal sealed class EpochKeys : IDisposable
{
    private readonly byte[] _secret;
    private readonly byte[] _iv;
    private readonly AesGcm256 _aead;
    private readonly IAeadWatch? _watch;

    /// <summary>Takes the secret over and zeroes it when disposed.</summary>
    public EpochKeys(byte[] secret, uint epoch, IAeadWatch? watch)
    {
        _secret = secret;
        _watch = watch;
        Epoch = epoch;
        _iv = KeySchedule.Iv(secret);
        var key = KeySchedule.Key(secret);
        _aead = new AesGcm256(key, watch);
        CryptographicOperations.ZeroMemory(key);
    }

    public uint Epoch { get; }

    public long Records { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>The epoch after this one; this one stays usable until it is disposed.</summary>
    public EpochKeys Next() => new(KeySchedule.Next(_secret), checked(Epoch + 1), _watch);

    /// <summary>True when one more record of this size would be beyond the limits.</summary>
    public bool IsExhausted(RekeyLimits limits, int recordSize) => Records >= limits.Records || Bytes + recordSize > limits.Bytes;

    public void Seal(ulong sequence, ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, Span<byte> body)
    {
        Span<byte> nonce = stackalloc byte[AesGcm256.NonceSize];
        KeySchedule.Nonce(_iv, sequence, nonce);
        _aead.Seal(nonce, payload, header, body);
        Count(header.Length + body.Length);
    }

    public bool TryOpen(ulong sequence, ReadOnlySpan<byte> header, ReadOnlySpan<byte> body, Span<byte> payload)
    {
        Span<byte> nonce = stackalloc byte[AesGcm256.NonceSize];
        KeySchedule.Nonce(_iv, sequence, nonce);
        if (!_aead.TryOpen(nonce, body, header, payload))
            return false;
        Count(header.Length + body.Length);
        return true;
    }

    public void Dispose()
    {
        _aead.Dispose();
        CryptographicOperations.ZeroMemory(_secret);
        CryptographicOperations.ZeroMemory(_iv);
    }

    private void Count(int recordSize)
    {
        Records++;
        Bytes += recordSize;
    }
}

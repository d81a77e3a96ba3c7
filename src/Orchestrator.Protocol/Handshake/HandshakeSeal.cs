using System.Security.Cryptography;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>
/// Seals the hidden part of handshake messages in one direction: two at most, numbered 0 and 1. Associated data are the message's header and its clear fields.
/// </summary>
internal sealed class HandshakeSeal : IDisposable
{
    public const int KeyMaterial = AesGcm256.KeySize + AesGcm256.NonceSize;

    private readonly AesGcm256 _aead;
    private readonly byte[] _iv;
    private ulong _next;

    /// <summary>Takes 44 bytes, key then IV, and zeroes them.</summary>
    public HandshakeSeal(byte[] keyMaterial)
    {
        _aead = new AesGcm256(keyMaterial.AsSpan(0, AesGcm256.KeySize));
        _iv = keyMaterial[AesGcm256.KeySize..];
        CryptographicOperations.ZeroMemory(keyMaterial);
    }

    /// <summary>A whole record: header, clear fields, sealed inside.</summary>
    public byte[] Frame(HandshakeProfile profile, int number, ReadOnlySpan<byte> clear, ReadOnlySpan<byte> inside)
    {
        var body = new byte[clear.Length + inside.Length + ProtocolLimits.TagBytes];
        clear.CopyTo(body);
        var record = HandshakeMessages.Frame(profile, number, body);
        var split = RecordHeader.Size + clear.Length;
        Span<byte> nonce = stackalloc byte[AesGcm256.NonceSize];
        KeySchedule.Nonce(_iv, _next++, nonce);
        _aead.Seal(nonce, inside, record.AsSpan(0, split), record.AsSpan(split));
        return record;
    }

    /// <summary>The inside of a whole record; null when it doesn't open.</summary>
    public byte[]? Open(ReadOnlySpan<byte> record, int clear)
    {
        var split = RecordHeader.Size + clear;
        if (record.Length < split + ProtocolLimits.TagBytes)
            return null;
        var inside = new byte[record.Length - split - ProtocolLimits.TagBytes];
        Span<byte> nonce = stackalloc byte[AesGcm256.NonceSize];
        KeySchedule.Nonce(_iv, _next++, nonce);
        return _aead.TryOpen(nonce, record[split..], record[..split], inside) ? inside : null;
    }

    public void Dispose()
    {
        _aead.Dispose();
        CryptographicOperations.ZeroMemory(_iv);
    }
}

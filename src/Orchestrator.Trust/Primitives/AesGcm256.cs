using System.Security.Cryptography;

namespace Orchestrator.Trust.Primitives;

/// <summary>
/// AES-256-GCM with a 12-byte nonce and a 16-byte tag; sealed bytes are ciphertext followed by tag. Never seal twice under one nonce.
/// Not for use by several threads at once. Disposing destroys the key.
/// </summary>
public sealed class AesGcm256 : IDisposable
{
    public const int KeySize = 32;
    public const int NonceSize = 12;
    public const int TagSize = 16;

    private readonly AesGcm _aes;
    private readonly IAeadWatch? _watch;
    private readonly byte[] _keyId = [];
    private bool _gone;

    public AesGcm256(ReadOnlySpan<byte> key, IAeadWatch? watch = null)
    {
        TrustException.RequireLength(key.Length, KeySize, "An AES-256 key");
        _aes = new AesGcm(key, TagSize);
        _watch = watch;
        if (watch is not null)
            _keyId = SHA256.HashData(key);
    }

    /// <summary>Writes ciphertext and tag; <paramref name="destination"/> is exactly 16 bytes longer than the plaintext.</summary>
    public void Seal(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associated, Span<byte> destination)
    {
        RequireLiving();
        TrustException.RequireLength(nonce.Length, NonceSize, "A nonce");
        TrustException.RequireLength(destination.Length, plaintext.Length + TagSize, "The place for sealed bytes");
        _watch?.Sealing(_keyId, nonce);
        _aes.Encrypt(nonce, plaintext, destination[..plaintext.Length], destination[plaintext.Length..], associated);
    }

    /// <summary>
    /// Opens ciphertext and tag into a place exactly 16 bytes shorter. False, and a zeroed destination, when the bytes weren't sealed under this
    /// key, nonce and associated data.
    /// </summary>
    public bool TryOpen(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> associated, Span<byte> destination)
    {
        RequireLiving();
        TrustException.RequireLength(nonce.Length, NonceSize, "A nonce");
        if (sealedBytes.Length < TagSize)
            return false;
        var length = sealedBytes.Length - TagSize;
        TrustException.RequireLength(destination.Length, length, "The place for opened bytes");
        try
        {
            _aes.Decrypt(nonce, sealedBytes[..length], sealedBytes[length..], destination, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            CryptographicOperations.ZeroMemory(destination);
            return false;
        }
    }

    public void Dispose()
    {
        _gone = true;
        _aes.Dispose();
    }

    private void RequireLiving()
    {
        if (_gone)
            throw new TrustException(TrustFault.KeyGone, "This AES key was destroyed; what it protected can't be read or written any more.");
    }
}

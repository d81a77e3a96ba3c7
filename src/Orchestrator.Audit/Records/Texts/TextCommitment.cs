using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Audit.Records;

/// <summary>SHA-256(salt ‖ text): shows later that a text is the one meant, and tells nobody what it was once text and salt are erased.</summary>
public static class TextCommitment
{
    /// <summary>Bytes of a salt: as many as the hash, so that guessing short texts is hopeless without it.</summary>
    public const int SaltBytes = 32;

    /// <summary>64 lower-case hex digits.</summary>
    /// <exception cref="ArgumentException">The salt hasn't 32 bytes: with another length, salt and text could be cut differently.</exception>
    public static string Compute(ReadOnlySpan<byte> salt, string text)
    {
        if (salt.Length != SaltBytes)
            throw new ArgumentException("A salt has 32 bytes.", nameof(salt));
        byte[] input = [.. salt, .. Encoding.UTF8.GetBytes(text)];
        return Convert.ToHexStringLower(SHA256.HashData(input));
    }
}

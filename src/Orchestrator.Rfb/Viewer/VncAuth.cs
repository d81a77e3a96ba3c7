using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Rfb;

/// <summary>
/// RFB's old password check (RFC 6143, 7.2.2): DES over a challenge. Weak by today's measure; it keeps other users of this computer off a loopback
/// port, with a random password for each session and three tries. Nothing of it ever leaves the computer.
/// </summary>
internal static class VncAuth
{
    public const int ChallengeLength = 16;
    public const int PasswordLength = 8;

    /// <summary>Without characters that look alike: people copy it by hand.</summary>
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>8 random characters, 46 bits.</summary>
    public static string NewPassword() => RandomNumberGenerator.GetString(Alphabet, PasswordLength);

    public static bool IsRight(string password, ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> response) =>
        CryptographicOperations.FixedTimeEquals(Respond(password, challenge), response);

    public static byte[] Respond(string password, ReadOnlySpan<byte> challenge)
    {
        // Every key byte has its bits reversed: an accident of the first implementation that all others follow.
        var key = new byte[PasswordLength];
        Encoding.Latin1.GetBytes(password.AsSpan(0, Math.Min(PasswordLength, password.Length)), key);
        for (var i = 0; i < key.Length; i++)
            key[i] = (byte)(((key[i] * 0x80200802UL) & 0x0884422110UL) * 0x0101010101UL >> 32);
        if (DES.IsWeakKey(key) || DES.IsSemiWeakKey(key))
            throw new ArgumentException("This password makes a weak DES key; take another.", nameof(password));
        using var des = DES.Create();
        des.Key = key;
        return des.EncryptEcb(challenge, PaddingMode.None);
    }
}

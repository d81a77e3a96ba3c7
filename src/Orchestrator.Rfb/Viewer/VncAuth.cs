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
    public static string NewPassword()
    {
        string password;
        do
            password = RandomNumberGenerator.GetString(Alphabet, PasswordLength);
        while (IsWeak(KeyOf(password)));
        return password;
    }

    public static bool IsRight(string password, ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> response) =>
        CryptographicOperations.FixedTimeEquals(Respond(password, challenge), response);

    public static byte[] Respond(string password, ReadOnlySpan<byte> challenge)
    {
        var key = KeyOf(password);
        if (IsWeak(key))
            throw new ArgumentException("This password makes a weak DES key; take another.", nameof(password));
        using var des = DES.Create();
        des.Key = key;
        return des.EncryptEcb(challenge, PaddingMode.None);
    }

    /// <summary>Every byte has its bits reversed: an accident of the first implementation that all others follow.</summary>
    private static byte[] KeyOf(string password)
    {
        var key = new byte[PasswordLength];
        Encoding.Latin1.GetBytes(password.AsSpan(0, Math.Min(PasswordLength, password.Length)), key);
        for (var i = 0; i < key.Length; i++)
        {
            var reversed = 0;
            for (var bit = 0; bit < 8; bit++)
                reversed |= ((key[i] >> bit) & 1) << (7 - bit);
            key[i] = (byte)reversed;
        }

        return key;
    }

    /// <summary>The platform's DES refuses the few weak keys; "xxxxpppp" makes one.</summary>
    private static bool IsWeak(byte[] key) => DES.IsWeakKey(key) || DES.IsSemiWeakKey(key);
}

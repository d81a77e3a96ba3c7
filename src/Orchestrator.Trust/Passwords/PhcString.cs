using System.Globalization;

namespace Orchestrator.Trust.Passwords;

/// <summary>
/// A stored hash: <c>$argon2id$v=19$m=…,t=…,p=…$salt$hash</c> with base64 without padding. One way to write each; bounded, because a
/// store may be tampered with.
/// </summary>
internal sealed record PhcString(Argon2Cost Cost, byte[] Salt, byte[] Hash)
{
    public const int SaltBytes = 16;
    public const int HashBytes = 32;

    private const int MaxLength = 256;
    private const int MaxPart = 64;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"$argon2id$v=19$m={Cost.MemoryKiB},t={Cost.Iterations},p={Cost.Parallelism}${Base64(Salt)}${Base64(Hash)}");

    /// <summary>Null for anything that <see cref="ToString"/> wouldn't write.</summary>
    public static PhcString? TryParse(string text)
    {
        var parts = text.Length > MaxLength ? [] : text.Split('$');
        if (parts is not ["", "argon2id", "v=19", var cost, var salt, var hash])
            return null;
        var costs = cost.Split(',');
        if (costs is not [var m, var t, var p] || Number(m, "m=") is not { } memory || Number(t, "t=") is not { } iterations || Number(p, "p=") is not { } lanes)
            return null;
        if (Bytes(salt) is not { Length: >= 8 } saltBytes || Bytes(hash) is not { Length: >= 16 } hashBytes)
            return null;
        var found = new PhcString(new Argon2Cost(memory, iterations, lanes), saltBytes, hashBytes);
        return found.Cost.IsSane && found.ToString() == text ? found : null;
    }

    private static int? Number(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) && int.TryParse(text[prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[]? Bytes(string text)
    {
        var buffer = new byte[MaxPart + 2];
        var padded = text + new string('=', (4 - (text.Length % 4)) % 4);
        return Convert.TryFromBase64String(padded, buffer, out var length) && length <= MaxPart ? buffer[..length] : null;
    }
}

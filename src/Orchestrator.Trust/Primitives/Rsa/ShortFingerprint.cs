namespace Orchestrator.Trust.Primitives;

/// <summary>
/// The first 80 bits of a key's fingerprint, in five groups: short enough to compare by eye or read aloud, long enough that nobody makes a second
/// key with the same ones.
/// </summary>
public static class ShortFingerprint
{
    /// <summary>Hex digits of it.</summary>
    public const int Digits = 20;

    /// <summary>Of a whole fingerprint in hex.</summary>
    public static string Of(string hex) => string.Join(' ', hex[..Digits].Chunk(4).Select(group => new string(group)));

    /// <summary>The digits that a person typed, whole or short, with or without groups; null when there are too few, too many, or others.</summary>
    public static string? Parse(string typed)
    {
        var digits = typed.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        return digits.Length is >= Digits and <= 2 * KeyFingerprint.Size && digits.All(char.IsAsciiHexDigitLower) ? digits : null;
    }
}

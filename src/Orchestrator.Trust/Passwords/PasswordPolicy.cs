namespace Orchestrator.Trust.Passwords;

/// <summary>
/// Which passwords may be set: by length alone (NIST SP 800-63B-4), counted in code points after NFKC. Nothing is cut off, nothing is composed by rule.
/// </summary>
/// <param name="MinCodePoints">15 where the password is the only factor.</param>
/// <param name="MaxCodePoints">Bounds the work of hashing; far above what people type.</param>
public sealed record PasswordPolicy(int MinCodePoints = 15, int MaxCodePoints = 256)
{
    public static PasswordPolicy Default { get; } = new();

    /// <summary>Whether this password may be set.</summary>
    public PasswordFlaw Check(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        if (password.Length > 4 * MaxCodePoints)
            return PasswordFlaw.TooLong;
        if (!PasswordText.TryNormalise(password, out var normalised))
            return PasswordFlaw.NotText;
        var count = normalised.EnumerateRunes().Count();
        if (count < MinCodePoints)
            return PasswordFlaw.TooShort;
        return count > MaxCodePoints ? PasswordFlaw.TooLong : PasswordFlaw.None;
    }
}

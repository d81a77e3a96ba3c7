using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Actors.Sessions;

/// <summary>Digits that must not show up in any log: the PIN, the six digits. Compared in fixed time, never printed by accident.</summary>
public sealed class SecretDigits(string digits)
{
    /// <summary>The digits, for the one place that shows or sends them.</summary>
    public string Reveal() => digits;

    /// <summary>True when both are the same, whatever blanks a person put between them.</summary>
    public bool Matches(SecretDigits other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Plain(digits)), Encoding.UTF8.GetBytes(Plain(other.Reveal())));

    /// <inheritdoc/>
    public override string ToString() => "••••••";

    private static string Plain(string text) => text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
}

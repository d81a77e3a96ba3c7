using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Protocol;

/// <summary>A password, a one-time code or a PIN inside a message: never printed, compared in fixed time.</summary>
public readonly struct SecretText(string value) : IEquatable<SecretText>
{
    private readonly string? _value = value;

    /// <summary>Hands the text out; the one place to search for when asking where secrets go.</summary>
    public string Reveal() => _value ?? "";

    /// <summary>Same text.</summary>
    public static bool operator ==(SecretText left, SecretText right) => left.Equals(right);

    /// <summary>Other text.</summary>
    public static bool operator !=(SecretText left, SecretText right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(SecretText other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Reveal()), Encoding.UTF8.GetBytes(other.Reveal()));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SecretText other && Equals(other);

    /// <summary>The same for every secret: a hash would give bits away.</summary>
    public override int GetHashCode() => 0;

    /// <summary>Never the text.</summary>
    public override string ToString() => "(secret)";
}

using System.Security.Cryptography;
using Orchestrator.Protocol;

namespace Orchestrator.Architecture;

/// <summary>Comparisons that the search must find, and one that it must not.</summary>
internal static class HastyComparisons
{
    public const int Count = 5;

    public static bool Operator(SecretText secret, string typed) => secret.Reveal() == typed;

    public static bool Method(SecretText secret, string typed) => string.Equals(secret.Reveal(), typed, StringComparison.Ordinal);

    public static bool Bytes(HandshakeResult result, byte[] typed) => System.Text.Encoding.ASCII.GetBytes(result.Sas).AsSpan().SequenceEqual(typed);

    public static bool Linq(HandshakeResult result, string typed) => Enumerable.SequenceEqual(result.Sas, typed);

    public static Func<string, bool> Lambda(SecretText secret) => typed => typed.StartsWith(secret.Reveal(), StringComparison.Ordinal);

    public static bool Patient(SecretText secret, SecretText typed, byte[] one, byte[] other) => secret == typed && CryptographicOperations.FixedTimeEquals(one, other) && secret.Reveal().Length > 0;
}

using System.Security.Cryptography;
using System.Text;
using Orchestrator.Abstractions;

namespace Orchestrator.Links.Dialing;

/// <summary>
/// Remembers which credentials a proxy refused, so that reconnecting never tries a wrong password again and locks an account out.
/// Keeps salted hashes for as long as the process lives.
/// </summary>
internal sealed class CredentialMemory
{
    private const int MostRefusals = 64;
    private readonly byte[] salt = RandomNumberGenerator.GetBytes(32);
    private readonly HashSet<string> refused = [];
    private readonly Lock gate = new();

    /// <summary>True when this credential was refused before, or so many were that none is tried any more.</summary>
    public bool IsRefused(string scheme, ProxyCredential credential)
    {
        var key = Key(scheme.ToUpperInvariant(), credential);
        lock (gate)
            return refused.Count >= MostRefusals || refused.Contains(key);
    }

    /// <summary>Notes a refusal.</summary>
    public void Refuse(string scheme, ProxyCredential credential)
    {
        var key = Key(scheme.ToUpperInvariant(), credential);
        lock (gate)
            refused.Add(key);
    }

    private string Key(string scheme, ProxyCredential credential) => Convert.ToHexString(
        HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes($"{scheme.Length}:{scheme}{credential.UserName.Length}:{credential.UserName}{credential.Password}")));
}

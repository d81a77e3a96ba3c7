using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>
/// Judges the identity that a peer shows: a bare public key against the ticket, or a certificate against root, time, role and ticket. Called before the peer's signature is
/// verified, so an accepted identity isn't proven yet; must not block and must not use a private key.
/// </summary>
public interface IPeerVerifier
{
    /// <summary>The accepted key, or a named reason.</summary>
    PeerVerdict Verify(ReadOnlyMemory<byte> identity);
}

/// <summary>What a verifier says.</summary>
public sealed record PeerVerdict
{
    private PeerVerdict(RsaPublic? key, string reason)
    {
        Key = key;
        Reason = reason;
    }

    /// <summary>The key that must have signed; null when refused.</summary>
    public RsaPublic? Key { get; }

    /// <summary>A stable name of why it was refused; empty when accepted.</summary>
    public string Reason { get; }

    /// <summary>The identity is acceptable and belongs to this key.</summary>
    public static PeerVerdict Accept(RsaPublic key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new PeerVerdict(key, "");
    }

    /// <summary>It isn't.</summary>
    public static PeerVerdict Refuse(string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new PeerVerdict(null, reason);
    }
}

/// <summary>Accepts one expected bare key: the instrument's, as the ticket names it.</summary>
public sealed class ExpectedKeyVerifier(KeyFingerprint expected) : IPeerVerifier
{
    /// <inheritdoc/>
    public PeerVerdict Verify(ReadOnlyMemory<byte> identity)
    {
        if (!RsaPublic.TryImport(identity.Span, out var key, out var flaw))
            return PeerVerdict.Refuse($"key-{flaw}");
        return key.Fingerprint == expected ? PeerVerdict.Accept(key) : PeerVerdict.Refuse("another-key");
    }
}

/// <summary>Accepts any acceptable bare key: on the broker's side of a link a key is a name, not an authority.</summary>
public sealed class AnyKeyVerifier : IPeerVerifier
{
    /// <inheritdoc/>
    public PeerVerdict Verify(ReadOnlyMemory<byte> identity) =>
        RsaPublic.TryImport(identity.Span, out var key, out var flaw) ? PeerVerdict.Accept(key) : PeerVerdict.Refuse($"key-{flaw}");
}

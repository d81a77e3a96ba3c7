namespace Orchestrator.Protocol;

/// <summary>Why a handshake ended. For the own log and audit; the peer is told one generic error, or nothing.</summary>
public enum HandshakeFailure
{
    /// <summary>It didn't fail.</summary>
    None,

    /// <summary>Bytes that are no message of the expected shape.</summary>
    Malformed,

    /// <summary>Another profile's frame, or no handshake frame.</summary>
    WrongFrame,

    /// <summary>Not the message that comes next: repeated, skipped, reflected.</summary>
    OutOfOrder,

    /// <summary>No common protocol version, or one that wasn't offered.</summary>
    VersionNotOffered,

    /// <summary>No common suite, or one that wasn't offered.</summary>
    SuiteNotOffered,

    /// <summary>M1's hint names another context than the responder was made for.</summary>
    WrongContext,

    /// <summary>M3 doesn't open what M1 committed to.</summary>
    CommitmentMismatch,

    /// <summary>The peer's X25519 key is our own.</summary>
    ReflectedKey,

    /// <summary>The X25519 secret is all zero: a point of small order.</summary>
    BadKeyShare,

    /// <summary>The ML-KEM encapsulation key or ciphertext is invalid.</summary>
    BadEncapsulation,

    /// <summary>A sealed part can't be opened: changed on the way, or another context.</summary>
    SealBroken,

    /// <summary>The MAC over the peer's identity is wrong.</summary>
    BadIdentityMac,

    /// <summary>The verifier doesn't accept the peer's identity; the verdict's reason says why.</summary>
    IdentityRefused,

    /// <summary>The peer shows our own identity.</summary>
    ReflectedIdentity,

    /// <summary>The peer's signature is wrong.</summary>
    BadSignature,

    /// <summary>The peer's RSA contribution can't be opened (end-to-end profile only).</summary>
    BadContribution,

    /// <summary>The peer didn't derive the same secret.</summary>
    FinishedMismatch,

    /// <summary>Something local failed: a destroyed key, a primitive.</summary>
    LocalFault,

    /// <summary>The handshake was abandoned or disposed.</summary>
    Abandoned,
}

namespace Orchestrator.Trust.Primitives;

/// <summary>Which implementation of RSA serves this process; goes into the audit.</summary>
public enum RsaProviderKind
{
    /// <summary>The operating system's, through the base class library.</summary>
    Platform,

    /// <summary>BouncyCastle's, because the platform's failed its self-test.</summary>
    BouncyCastle,
}

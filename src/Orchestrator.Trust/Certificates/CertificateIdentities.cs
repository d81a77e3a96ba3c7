using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Certificates;

/// <summary>A verified root: its key counts only if its fingerprint is the one compiled in, which <c>Configuration</c> checks.</summary>
public sealed record RootIdentity(RsaPublic Key, DateTimeOffset NotBefore, DateTimeOffset NotAfter);

/// <summary>The verified issuing key.</summary>
public sealed record IssuingIdentity(RsaPublic Key, DateTimeOffset NotBefore, DateTimeOffset NotAfter);

/// <summary>A verified broker.</summary>
/// <param name="Name">The DNS name that the root certified.</param>
public sealed record BrokerIdentity(RsaPublic Key, string Name, DateTimeOffset NotAfter);

/// <summary>A verified technician.</summary>
/// <param name="CertificateSha256">SHA-256 of the certificate's exact bytes, as the ticket names it.</param>
public sealed record TechnicianIdentity(RsaPublic Key, string Account, string PrintedName, ReadOnlyMemory<byte> CertificateSha256, DateTimeOffset NotAfter);

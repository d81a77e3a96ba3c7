using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Trust.Configuration;

/// <summary>
/// The vendor's signed configuration that lies beside the executables: where the broker is, whom to trust, what is allowed at most. Made only by
/// <see cref="ConfigurationLoader"/>, after its signature was verified.
/// </summary>
public sealed record ClientConfiguration
{
    /// <summary>The vendor's name, as the operator reads it.</summary>
    public required string Organisation { get; init; }

    public required DateTimeOffset SignedAt { get; init; }

    public required ImmutableArray<string> BrokerNames { get; init; }

    public required int Port { get; init; }

    /// <summary>DER; valid for the broker names only.</summary>
    public required ImmutableArray<ReadOnlyMemory<byte>> OuterTlsRoots { get; init; }

    /// <summary>How the outer certificate is judged, once it is valid.</summary>
    public OuterTlsPolicy OuterTls { get; init; } = OuterTlsPolicy.Default;

    public required ReadOnlyMemory<byte> RootCertificate { get; init; }

    public required RootIdentity Root { get; init; }

    public required ReadOnlyMemory<byte> IssuingCertificate { get; init; }

    public required IssuingIdentity Issuing { get; init; }

    public required Version MinimumClientVersion { get; init; }

    public required Ed25519Public BrokerLogKey { get; init; }

    public required SessionPolicy Policy { get; init; }

    public required SasMode Sas { get; init; }

    /// <summary>Hash of the signed bytes (48 bytes): part of the link handshake's context, and of each record.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    /// <summary>True when no root was compiled in, so that the root came from this file: shown at all times, and refused by a production broker.</summary>
    public required bool IsDevelopment { get; init; }

    /// <summary>Itself, where a program of this version may go by it.</summary>
    /// <exception cref="ConfigurationException">The program is older than the vendor allows.</exception>
    public ClientConfiguration For(Version program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return program >= MinimumClientVersion
            ? this
            : throw new ConfigurationException(
                ConfigurationFault.ProgramTooOld, $"This version ({program}) is older than the vendor allows ({MinimumClientVersion}). Get the current one from the vendor.");
    }
}

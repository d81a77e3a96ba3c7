using Orchestrator.Trust.Primitives;

namespace Orchestrator.Actors.Links;

/// <summary>Who this run of QuickSupport is, and whom it trusts.</summary>
/// <param name="Key">The run's RSA key; dies with the process.</param>
/// <param name="LogKey">The run's log key.</param>
/// <param name="Root">The root certificate, DER, as pinned.</param>
/// <param name="Issuing">The issuing certificate, DER, from the signed configuration.</param>
/// <param name="BrokerName">The broker's name as dialled.</param>
/// <param name="Organisation">The vendor's name, as shown in prompts.</param>
/// <param name="Random">Where handshakes draw from.</param>
public sealed record InstrumentIdentity(
    RsaIdentity Key, Ed25519Public LogKey, ReadOnlyMemory<byte> Root, ReadOnlyMemory<byte> Issuing, string BrokerName, string Organisation, IRandomSource Random)
{
    /// <summary>Context in which the run's RSA key signs the 32 bytes of its log key; the broker checks it at registration.</summary>
    public const string LogKeyContext = "log key";
}

using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Actors.Sessions.AtBroker;

/// <summary>What the broker's actors are made of; the face composes it.</summary>
/// <param name="SettingsFor">Judges what an endpoint says about itself in its first message; null refuses it.</param>
/// <param name="Journal">The broker's own log.</param>
/// <param name="LogOrigin">Origin line of that log.</param>
/// <param name="Claims">Where the instruments' records are kept.</param>
/// <param name="Admission">Sign-in and tickets.</param>
/// <param name="Activation">New passwords and second factors.</param>
/// <param name="ReadEvent">The event in a record's exact bytes; null for a record of the log itself, <see cref="SessionEvents.Unknown"/> for what this version doesn't know.</param>
/// <param name="Posture">Which instruments' programs get a session.</param>
/// <param name="Random">Where session numbers come from.</param>
/// <param name="Time">The only clock.</param>
public sealed record BrokerSetup(
    Func<LinkContext, HandshakeSettings?> SettingsFor,
    IBrokerJournal Journal,
    string LogOrigin,
    IClaimStore Claims,
    IAdmission Admission,
    IActivation Activation,
    Func<ReadOnlyMemory<byte>, SessionEvent?> ReadEvent,
    PostureRules Posture,
    IRandomSource Random,
    TimeProvider Time)
{
    /// <summary>Supervisors' approvals.</summary>
    public required IApprovalDesk Approvals { get; init; }

    /// <summary>The customers' witnesses; nobody is taken as one unless somebody says who.</summary>
    public IWitnessDesk Witnesses { get; init; } = NoWitnesses.Instance;

    /// <summary>What earlier runs left on their disks.</summary>
    public required IRecoveredRuns Recovered { get; init; }
}

/// <summary>An endpoint that proved to hold its key, as the broker sees it.</summary>
/// <param name="Key">SubjectPublicKeyInfo.</param>
/// <param name="Fingerprint">SHA-256 of it, lower-case hex.</param>
/// <param name="Address">Where the connection comes from.</param>
/// <param name="Transport">Name of the transport.</param>
public sealed record Endpoint(ReadOnlyMemory<byte> Key, string Fingerprint, string Address, string Transport);

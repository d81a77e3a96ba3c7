using System.Collections.Immutable;

namespace Orchestrator.Domain;

/// <summary>One version of the vendor's policy.</summary>
/// <param name="Version">Only grows.</param>
/// <param name="Sha256">Of the signed YAML, lower-case hex.</param>
public sealed record PolicyVersion(int Version, string Sha256);

/// <summary>What a ticket says besides who and how much: on what it rests, and until when.</summary>
/// <param name="Policy">The policy that permitted it.</param>
/// <param name="NotAfter">Nothing that rests on the ticket lasts longer.</param>
/// <param name="ApprovedBy">Printed name of the supervisor who approved a capability.</param>
public sealed record TicketTerms(PolicyVersion Policy, SessionTime NotAfter, ImmutableSortedDictionary<Capability, string> ApprovedBy);

using Orchestrator.Audit.Witnessing;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Verification;

/// <summary>What an auditor brings: the only things that are believed.</summary>
/// <param name="Root">Of the vendor's root key.</param>
/// <param name="Witnesses">Of the customer's witnesses; may be none.</param>
public sealed record BundleTrust(KeyFingerprint Root, IReadOnlyList<WitnessKey> Witnesses);

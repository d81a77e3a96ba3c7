namespace Orchestrator.Broker.Witnessing;

/// <summary>A witness as an administrator enrolled it.</summary>
/// <param name="Name">What it is called here.</param>
/// <param name="KeyFingerprint">SHA-256 of its link's RSA key, lower-case hex.</param>
/// <param name="VerifierKey">The key under which it cosigns, as text.</param>
/// <param name="AddedAt">When.</param>
internal sealed record EnrolledWitness(string Name, string KeyFingerprint, string VerifierKey, DateTimeOffset AddedAt);

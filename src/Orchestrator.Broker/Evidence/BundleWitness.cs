namespace Orchestrator.Broker.Evidence;

/// <summary>A witness whose signatures are in a bundle.</summary>
/// <param name="Key">Its verifier key.</param>
/// <param name="IsComplete">It signed all that an auditor with this key asks for: beginning, end and the broker's log.</param>
internal sealed record BundleWitness(string Key, bool IsComplete);

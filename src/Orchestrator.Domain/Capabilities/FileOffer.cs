namespace Orchestrator.Domain;

/// <summary>A file that somebody wants to move, as shown before consent.</summary>
/// <param name="Name">To the instrument: the proposed path. From it: the wanted path, empty when the operator is to choose.</param>
/// <param name="Size">Bytes; −1 when it isn't known yet (fetch).</param>
/// <param name="Sha256">64 lower-case hex digits; empty when it isn't known yet (fetch).</param>
public sealed record FileOffer(string Name, long Size, string Sha256);

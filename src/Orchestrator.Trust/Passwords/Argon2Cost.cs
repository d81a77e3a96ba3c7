namespace Orchestrator.Trust.Passwords;

/// <summary>Cost of a hash.</summary>
/// <param name="MemoryKiB">Memory in KiB.</param>
/// <param name="Iterations">Passes over it.</param>
/// <param name="Parallelism">Lanes.</param>
public readonly record struct Argon2Cost(int MemoryKiB, int Iterations, int Parallelism)
{
    /// <summary>OWASP's lowest advised setting for Argon2id: about 50 ms here.</summary>
    public static Argon2Cost Current => new(19456, 2, 1);

    /// <summary>What a stored hash may ask of us: above it is a trap, below it is no Argon2.</summary>
    internal bool IsSane => MemoryKiB is >= 8 and <= 256 * 1024 && Iterations is >= 1 and <= 10 && Parallelism is >= 1 and <= 4 && MemoryKiB >= 8 * Parallelism;
}

namespace Orchestrator.Trust.Primitives;

/// <summary>
/// Where secret bytes come from. Randomness is a parameter: production passes <see cref="SystemRandomSource"/>, tests pass a source
/// whose bytes they know. An implementation must be safe to call from several threads.
/// </summary>
public interface IRandomSource
{
    /// <summary>Fills the whole span with bytes that nobody can foretell.</summary>
    void Fill(Span<byte> destination);
}

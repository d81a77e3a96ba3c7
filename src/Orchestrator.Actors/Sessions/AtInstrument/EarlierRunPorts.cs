using Orchestrator.Audit.Runs;

namespace Orchestrator.Actors.Sessions.AtInstrument;

/// <summary>Runs before this one on the same disk, whose logs the broker may lack.</summary>
public interface IEarlierRuns
{
    /// <summary>Those that aren't delivered as far as is known here. Reads from the disk.</summary>
    IReadOnlyList<EarlierRun> Find();

    /// <summary>A delivery ended; a refused or failed one is tried again at the next start.</summary>
    Task EndedAsync(EarlierRun run, TailDelivered how);
}

/// <summary>How the delivery of a run ended.</summary>
/// <param name="Records">That the broker hadn't before.</param>
/// <param name="Code">Empty: the broker has everything that is signed.</param>
/// <param name="Sentence">Empty, or why not.</param>
public sealed record TailDelivered(long Records, string Code, string Sentence);

/// <summary>A disk without earlier runs.</summary>
public sealed class NoEarlierRuns : IEarlierRuns
{
    /// <summary>The only one.</summary>
    public static NoEarlierRuns Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<EarlierRun> Find() => [];

    /// <inheritdoc/>
    public Task EndedAsync(EarlierRun run, TailDelivered how) => Task.CompletedTask;
}

using Orchestrator.Domain;
using Orchestrator.Testbed.Operator;

namespace Orchestrator.Testbed.Play.Sites;

/// <summary>One run of QuickSupport with a scripted operator, in this process or in one of its own.</summary>
public interface IInstrumentEnd : IAsyncDisposable
{
    /// <summary>Between the two people. Its number fails when there is no session.</summary>
    Phone Phone { get; }

    /// <summary>How the run ended, once it has.</summary>
    Task<InstrumentOutcome> Completion { get; }

    /// <summary>The operator closes QuickSupport.</summary>
    Task CloseAsync();
}

/// <summary>How a run ended.</summary>
/// <param name="Code">Code of the dial that failed, where there was no session; else empty.</param>
/// <param name="Sentence">What the operator read; empty where the session's summary says it.</param>
/// <param name="Reason">Why the session ended; null where there was none.</param>
/// <param name="Path">The newest link's way, see <see cref="PathText"/>; empty without one.</param>
/// <param name="LogDirectory">Where the evidence log lies; empty when there is none.</param>
public sealed record InstrumentOutcome(string Code, string Sentence, EndReason? Reason, string Path, string LogDirectory);

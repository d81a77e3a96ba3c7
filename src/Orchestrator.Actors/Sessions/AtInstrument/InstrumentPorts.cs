using System.Collections.Immutable;
using Orchestrator.Actors.Consents;
using Orchestrator.Domain;

namespace Orchestrator.Actors.Sessions.AtInstrument;

/// <summary>The operator's face: what QuickSupport shows and asks. Called from actors; must not block.</summary>
public interface IOperatorFace : IOperatorPrompts
{
    /// <summary>Something changed.</summary>
    void Update(OperatorView view);

    /// <summary>The session is over, with its END in the log; nothing follows.</summary>
    void Finished(SessionSummary summary);

    /// <summary>There is no session: a sentence that says why and what to do.</summary>
    void Failed(string sentence);

    /// <summary>True once <see cref="Finished"/> was called.</summary>
    bool HasEnded { get; }
}

/// <summary>What the operator sees at all times.</summary>
/// <param name="State">The effective state.</param>
/// <param name="Now">The moment of the view, for countdowns.</param>
/// <param name="Notice">One sentence about what just happened; empty when nothing did.</param>
/// <param name="Sas">True when the six digits should be typed now.</param>
public sealed record OperatorView(SessionState State, SessionTime Now, string Notice, bool Sas);

/// <summary>Who was here, what was open and how long, each file with its hash, and where the log lies.</summary>
public sealed record SessionSummary(
    SessionNumber? Number, Technician? Technician, Party EndedBy, EndReason Reason, ImmutableArray<SummaryLine> Lines, string LogDirectory);

/// <summary>One capability that was open, or one file that moved.</summary>
public sealed record SummaryLine(Capability Capability, TimeSpan Open, FileOffer? File, bool Completed);

/// <summary>The instrument's evidence log, as the session actor needs it.</summary>
public interface IInstrumentJournal
{
    /// <summary>
    /// Completes when the record is durable at the instrument; gives its number and exact bytes, behind every record that the log wrote itself since the
    /// last call, for the broker must have them all. A throw means that it isn't durable.
    /// </summary>
    Task<ImmutableArray<JournalRecord>> AppendAsync(SessionEvent happened, CancellationToken cancellationToken);

    /// <summary>Signs a checkpoint now and gives the signed note.</summary>
    Task<ReadOnlyMemory<byte>> CheckpointAsync(CancellationToken cancellationToken);

    /// <summary>Keeps the broker's newest checkpoint beside ours.</summary>
    Task KeepBrokerCheckpointAsync(ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken);

    /// <summary>Where the log lies.</summary>
    string Directory { get; }
}

/// <summary>One durable record.</summary>
public sealed record JournalRecord(long Sequence, ReadOnlyMemory<byte> Line);

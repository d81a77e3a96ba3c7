using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Actors.Sessions.AtConsole;

/// <summary>The technician's face. Called from actors; must not block.</summary>
public interface ITechnicianFace
{
    /// <summary>Something changed.</summary>
    void Update(ConsoleView view);

    /// <summary>One record of the session took effect; for the event stream.</summary>
    void Happened(long sequence, SessionEvent happened, ReadOnlyMemory<byte> line);

    /// <summary>The operator said something.</summary>
    void Said(string text);

    /// <summary>The session is over for this console.</summary>
    void Finished(ConsoleEnd end);
}

/// <summary>What the technician sees at all times.</summary>
/// <param name="State">As the instrument's events say.</param>
/// <param name="Instrument">Before the handshake only what the broker said about it.</param>
/// <param name="Sas">The six digits to read out; empty before the handshake.</param>
/// <param name="Asks">What was asked in this session, with its state.</param>
/// <param name="Remaining">Time left of each grant, by this console's clock.</param>
/// <param name="Hop">Transport and address of the link.</param>
/// <param name="Link">One sentence about the link; empty while it is sound.</param>
public sealed record ConsoleView(
    SessionState State, Instrument Instrument, string Sas, IReadOnlyList<AskView> Asks, IReadOnlyDictionary<GrantId, TimeSpan> Remaining, string Hop, string Link)
{
    /// <summary>What may be asked for, as the ticket says; the site may allow less.</summary>
    public ImmutableArray<TicketCapability> Admitted { get; init; } = [];

    /// <summary>What can't be asked because the policy wants a supervisor's approval for it first, as the broker said.</summary>
    public CapabilitySet ApprovalNeeded { get; init; }
}

/// <summary>One question, from asked to answered.</summary>
public sealed record AskView(uint RequestId, AskId? Ask, Capability Capability, AskProgress Progress, string Sentence)
{
    /// <summary>While the operator sees it: time until silence is a no, by this console's clock.</summary>
    public TimeSpan Left { get; init; }
}

/// <summary>How far a question has come.</summary>
public enum AskProgress
{
    /// <summary>Sent.</summary>
    Asked,

    /// <summary>The instrument took it.</summary>
    Received,

    /// <summary>The operator sees it.</summary>
    Seen,

    /// <summary>Yes.</summary>
    Granted,

    /// <summary>No, or no answer.</summary>
    Ended,

    /// <summary>The instrument didn't put it to the operator.</summary>
    Rejected,
}

/// <summary>How the session ended for this console.</summary>
/// <param name="Code">Stable, upper case with underscores.</param>
/// <param name="Sentence">For the technician.</param>
/// <param name="IsOrderly">True when the session ended in order.</param>
public sealed record ConsoleEnd(string Code, string Sentence, bool IsOrderly);

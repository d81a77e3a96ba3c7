using Orchestrator.Actors.Links;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Journal;

/// <summary>What a run's journal is started with.</summary>
public sealed record JournalOptions
{
    /// <summary>Folder of all runs.</summary>
    public required string Root { get; init; }

    /// <summary>First half of the log's origin: the vendor's name for its broker.</summary>
    public required string Domain { get; init; }

    /// <summary>The run's id, 32 lower-case hex digits.</summary>
    public required string RunId { get; init; }

    /// <summary>The run's log key.</summary>
    public required Ed25519Key Key { get; init; }

    /// <summary>The broker's log key, from the signed configuration.</summary>
    public required Ed25519Public BrokerLogKey { get; init; }

    /// <summary>What every record says about where and by what.</summary>
    public required RecordContext Context { get; init; }

    /// <summary>The account of the operating system.</summary>
    public required string OsAccount { get; init; }

    /// <summary>The broker's time, for the state of this computer's clock.</summary>
    public required BrokerClock Clock { get; init; }

    /// <summary>The only clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Where salts are drawn from.</summary>
    public required IRandomSource Random { get; init; }

    /// <summary>Verifier key of the witness that the site expects; null where it expects none.</summary>
    public string? Witness { get; init; }

    /// <summary>Called with each event once it is durable.</summary>
    public Action<SessionEvent>? Happened { get; init; }

    /// <summary>Shows a sentence to the operator that stays before him; null for nobody.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Called with each durable line, in order, for a further sink. Must return at once.</summary>
    public Action<long, ReadOnlyMemory<byte>>? OnLine { get; init; }
}

using Orchestrator.Domain;

namespace Orchestrator.Audit.Records;

/// <summary>What the records of one session have in common.</summary>
public sealed record SessionRecordContext
{
    /// <summary>The session's number, without spaces.</summary>
    public required string Session { get; init; }

    /// <summary>The ticket's id, once there is one.</summary>
    public string? Ticket { get; init; }

    /// <summary>The people and parts behind the parties, as far as they are known by now.</summary>
    public required Func<Party, RecordActor> Who { get; init; }

    /// <summary>Where stated names, reasons and chat go.</summary>
    public required ITextVault Texts { get; init; }
}

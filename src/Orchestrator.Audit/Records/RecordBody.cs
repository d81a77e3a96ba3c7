namespace Orchestrator.Audit.Records;

/// <summary>The part of a record that the caller says: what happened, to whom it belongs, and the event's own fields.</summary>
public sealed record RecordBody
{
    /// <summary>Stable code: lower-case letters, digits, dots and hyphens. See <see cref="EventCodes"/>.</summary>
    public required string Event { get; init; }

    /// <summary>One sentence for a reader in ten years.</summary>
    public required string Sentence { get; init; }

    /// <summary>Who did it.</summary>
    public required RecordActor Who { get; init; }

    /// <summary>Session number; null outside a session.</summary>
    public string? Session { get; init; }

    /// <summary>Ticket id, lower-case hex.</summary>
    public string? Ticket { get; init; }

    /// <summary>Where, if elsewhere than the log's own place.</summary>
    public RecordPlace? Where { get; init; }

    /// <summary>What changed and how it ended.</summary>
    public RecordChange? Change { get; init; }

    /// <summary>The event's own fields.</summary>
    public RecordData Data { get; init; } = RecordData.Empty;
}

/// <summary>What all records of a log have in common until it is replaced.</summary>
public sealed record RecordContext
{
    /// <summary>Where this log is written.</summary>
    public RecordPlace Where { get; init; } = new();

    /// <summary>What writes it.</summary>
    public RecordSoftware Software { get; init; } = new();

    /// <summary><c>release</c>, or <c>DEVELOPMENT</c> for a build without a compiled root hash.</summary>
    public string Build { get; init; } = "DEVELOPMENT";

    /// <summary>Names a composition that isn't the product's own, for example <c>scripted-operator</c>.</summary>
    public string? Composition { get; init; }
}

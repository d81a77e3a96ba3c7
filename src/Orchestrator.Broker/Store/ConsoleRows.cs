namespace Orchestrator.Broker.Store;

/// <summary>A console's key of one person. A reset of the account forgets it, unless it was revoked: a revoked key stays revoked.</summary>
internal sealed class ConsoleRow
{
    public long Id { get; set; }

    public long AccountId { get; set; }

    /// <summary>SHA-256 of SubjectPublicKeyInfo, lower-case hex.</summary>
    public required string Fingerprint { get; set; }

    /// <summary>A <c>ConsoleState</c> by name.</summary>
    public required string State { get; set; }

    /// <summary>From where it was seen first.</summary>
    public required string Address { get; set; }

    public long RequestedAt { get; set; }

    public long? DecidedAt { get; set; }

    /// <summary>Name of the administrator who approved or revoked it last; null: the data folder's owner.</summary>
    public string? DecidedBy { get; set; }
}

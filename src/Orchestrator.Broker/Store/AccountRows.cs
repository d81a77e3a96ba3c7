namespace Orchestrator.Broker.Store;

/// <summary>An account. Rows are never deleted and names never re-issued: records of ten years ago must still name one person.</summary>
internal sealed class AccountRow
{
    public long Id { get; set; }

    /// <summary>Folded name; unique.</summary>
    public required string Key { get; set; }

    public required string PrintedName { get; set; }

    public required string Role { get; set; }

    /// <summary>Name of the administrator who gave the role; null: the data folder's owner. He can't approve it.</summary>
    public string? RoleGivenBy { get; set; }

    /// <summary>When the role began to count; null while another administrator must approve it.</summary>
    public long? ApprovedAt { get; set; }

    /// <summary>Argon2id, PHC string; null before the activation.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>The sealed secret of the one-time codes; null before the activation.</summary>
    public byte[]? FactorSecret { get; set; }

    /// <summary>The last time step whose code was used: only later ones count.</summary>
    public long FactorStep { get; set; }

    /// <summary>Hash of the setup code that waits for its owner; null when there is none.</summary>
    public byte[]? SetupHash { get; set; }

    public long? SetupUntil { get; set; }

    public bool Disabled { get; set; }

    /// <summary>Unix milliseconds, as all times in this store.</summary>
    public long CreatedAt { get; set; }

    public long? DisabledAt { get; set; }
}

/// <summary>A code that stands in for the second factor once.</summary>
internal sealed class RecoveryCodeRow
{
    public long Id { get; set; }

    public long AccountId { get; set; }

    public required byte[] Hash { get; set; }

    public long? UsedAt { get; set; }
}

/// <summary>A right that was taken away: the serving process ends the sessions that it touches. Only ever added.</summary>
internal sealed class RevocationRow
{
    public long Id { get; set; }

    /// <summary>Folded name.</summary>
    public required string Account { get; set; }

    /// <summary>Of one console; null for all of them.</summary>
    public string? KeyFingerprint { get; set; }

    public required string Reason { get; set; }

    public long MadeAt { get; set; }
}

namespace Orchestrator.Broker.Store;

/// <summary>Failed sign-ins on one name, whether or not it is an account: both are treated by the same code. Counted apart for each approved console.</summary>
internal sealed class SignInRow
{
    /// <summary>Lower-case hex SHA-256 of the folded name; what strangers typed isn't kept.</summary>
    public required string NameHash { get; set; }

    /// <summary>Fingerprint of the name's own approved console, <c>local</c> for commands at the broker, empty for everybody else.</summary>
    public required string Device { get; set; }

    public bool IsAccount { get; set; }

    /// <summary>Since the last success or the last lock.</summary>
    public int Failures { get; set; }

    /// <summary>Since the last success.</summary>
    public int TotalFailures { get; set; }

    public long LastFailureAt { get; set; }

    public long LockedUntil { get; set; }
}

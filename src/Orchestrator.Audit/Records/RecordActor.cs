namespace Orchestrator.Audit.Records;

/// <summary>Who did it.</summary>
public sealed record RecordActor
{
    /// <summary>One of <see cref="ActorKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Unique account name.</summary>
    public string? Account { get; init; }

    /// <summary>Name as printed on reports.</summary>
    public string? PrintedName { get; init; }

    /// <summary>Role in which it was done.</summary>
    public string? Role { get; init; }

    /// <summary>Organisation, as a certificate says.</summary>
    public string? Organisation { get; init; }

    /// <summary>How the person proved himself, for example <c>password+totp</c>.</summary>
    public string? Authentication { get; init; }

    /// <summary>SHA-256 of the key's SubjectPublicKeyInfo, lower-case hex.</summary>
    public string? KeyFingerprint { get; init; }

    /// <summary>Salted commitment to the name that the operator stated; the text lies beside the log, erasable.</summary>
    public string? StatedName { get; init; }

    /// <summary>Account of the operating system in which the operator sits.</summary>
    public string? OsAccount { get; init; }
}

/// <summary>Kinds of actors.</summary>
public static class ActorKinds
{
    /// <summary>The person at the instrument.</summary>
    public const string Operator = "operator";

    /// <summary>The vendor's support engineer.</summary>
    public const string Technician = "technician";

    /// <summary>The vendor's server.</summary>
    public const string Broker = "broker";

    /// <summary>QuickSupport itself: a timer, a limit, a fault.</summary>
    public const string Instrument = "instrument";

    /// <summary>A person who runs the vendor's server.</summary>
    public const string Administrator = "administrator";

    /// <summary>A person who reads the vendor's records.</summary>
    public const string Auditor = "auditor";

    /// <summary>Somebody who isn't known.</summary>
    public const string Stranger = "stranger";
}

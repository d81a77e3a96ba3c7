namespace Orchestrator.Broker.Store;

/// <summary>One version of a course. Only ever added, and at some time retired.</summary>
internal sealed class CourseRow
{
    public long Id { get; set; }

    public required string Name { get; set; }

    public required string Version { get; set; }

    /// <summary>Lower-case hex SHA-256 of the document that is taught.</summary>
    public required string ContentSha256 { get; set; }

    public int PassScore { get; set; }

    public int ValidDays { get; set; }

    /// <summary>Who needs it, with a blank between.</summary>
    public required string Roles { get; set; }

    /// <summary>First day, in UTC, on which this version counts, ISO 8601.</summary>
    public required string RequiredFrom { get; set; }

    /// <summary>Lower-case hex SHA-256 over the fields above; see <c>Course.Hash</c>.</summary>
    public required string RecordHash { get; set; }

    public long AddedAt { get; set; }

    public long? RetiredAt { get; set; }
}

/// <summary>One course that one person took. Only ever added.</summary>
internal sealed class TrainingRow
{
    public long Id { get; set; }

    public long AccountId { get; set; }

    public required string Course { get; set; }

    public required string Version { get; set; }

    /// <summary>Lower-case hex SHA-256 of the document that was taught.</summary>
    public required string ContentSha256 { get; set; }

    public required string Trainer { get; set; }

    /// <summary>Day of the course, ISO 8601.</summary>
    public required string TakenOn { get; set; }

    public int Score { get; set; }

    public int ValidDays { get; set; }

    /// <summary>Lower-case hex SHA-256 over the fields above; see <c>TrainingRecord.Hash</c>.</summary>
    public required string RecordHash { get; set; }

    /// <summary>Unix milliseconds, as all times in this store.</summary>
    public long RecordedAt { get; set; }
}

/// <summary>A record that a command made while only the serving process may write the log. Drained in order, kept until it is durable there.</summary>
internal sealed class PendingRecordRow
{
    public long Id { get; set; }

    public long MadeAt { get; set; }

    /// <summary>Which observation.</summary>
    public required string Kind { get; set; }

    /// <summary>Its fields as JSON.</summary>
    public required string Content { get; set; }
}

/// <summary>A version of the policy that was in force. Only ever added.</summary>
internal sealed class PolicyRow
{
    public int Version { get; set; }

    /// <summary>Of the signed YAML, lower-case hex.</summary>
    public required string Sha256 { get; set; }

    public long InstalledAt { get; set; }
}

/// <summary>Which shape the file has.</summary>
internal sealed class SchemaRow
{
    public int Id { get; set; }

    public int Version { get; set; }
}

namespace Orchestrator.Audit.Records;

/// <summary>Why something can't be a record.</summary>
public enum RecordFailure
{
    /// <summary>It can.</summary>
    None,

    /// <summary>Empty, longer than a line may be, or data longer than its limit.</summary>
    BadSize,

    /// <summary>Not UTF-8, or control characters in it.</summary>
    BadText,

    /// <summary>Not a JSON object, or properties twice.</summary>
    BadJson,

    /// <summary>A property is missing, has another type, or has a value that isn't allowed.</summary>
    BadField,

    /// <summary>It parses, but isn't what the writer would write: other order, spaces, escapes, unknown properties.</summary>
    NotCanonical,

    /// <summary>A schema of a newer version: its bytes can be proven, its words can't be read here.</summary>
    NewerSchema,

    /// <summary>Its sequence number isn't its position.</summary>
    WrongSequence,
}

/// <summary>A record that can't be written. Says which rule it broke.</summary>
public sealed class RecordException : Exception
{
    /// <summary>Names the rule and the sentence.</summary>
    public RecordException(RecordFailure failure, string sentence)
        : base(sentence) => Failure = failure;

    /// <summary>The rule.</summary>
    public RecordFailure Failure { get; }
}

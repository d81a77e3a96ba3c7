namespace Orchestrator.Trust.Encoding;

/// <summary>Why bytes weren't taken.</summary>
public enum StrictFault
{
    None = 0,

    /// <summary>The bytes end in the middle of a field.</summary>
    Truncated,

    /// <summary>Bytes follow the last field.</summary>
    TrailingBytes,

    /// <summary>A field is longer than its limit.</summary>
    TooLong,

    /// <summary>Text isn't valid UTF-8.</summary>
    NotUtf8,

    /// <summary>Text is empty, or has control characters or marks that reverse the reading direction.</summary>
    UnsafeText,

    /// <summary>A number is outside its range.</summary>
    OutOfRange,
}

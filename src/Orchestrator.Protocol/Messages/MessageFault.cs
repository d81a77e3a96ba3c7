namespace Orchestrator.Protocol;

/// <summary>Why bytes are no message. Each ends the session; the name is the reason.</summary>
public enum MessageFault
{
    /// <summary>They are one.</summary>
    None,

    /// <summary>No bytes at all.</summary>
    Empty,

    /// <summary>The type byte is unknown, or reserved and not in use.</summary>
    UnknownType,

    /// <summary>A type that this sender doesn't send.</summary>
    WrongSender,

    /// <summary>The bytes end inside a field.</summary>
    Truncated,

    /// <summary>Bytes follow the last field.</summary>
    TrailingBytes,

    /// <summary>A field is longer than its limit.</summary>
    FieldTooLong,

    /// <summary>A text isn't UTF-8.</summary>
    BadText,

    /// <summary>A number, flag or fixed-size field has a value that it can't have.</summary>
    OutOfRange,
}

namespace Orchestrator.Protocol;

/// <summary>What <see cref="FrameReader"/> found. Everything but the first two ends the link; its name is the reason.</summary>
public enum FrameStatus
{
    /// <summary>One whole record.</summary>
    Done,

    /// <summary>The record isn't complete yet.</summary>
    NeedMore,

    /// <summary>The first byte is no frame type.</summary>
    UnknownType,

    /// <summary>Too short for its type: no room for the tag, or for a handshake message.</summary>
    TooShort,

    /// <summary>Longer than its type allows.</summary>
    TooLong,

    /// <summary>A handshake or close outside channel 0, or a handshake with an epoch or with a number outside 1 to 6.</summary>
    BadHeader,
}

/// <summary>Helpers for <see cref="FrameStatus"/>.</summary>
public static class FrameStatuses
{
    /// <summary>True when the stream can't go on.</summary>
    public static bool IsInvalid(this FrameStatus status) => status is not (FrameStatus.Done or FrameStatus.NeedMore);
}

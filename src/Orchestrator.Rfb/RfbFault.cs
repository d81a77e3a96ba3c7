namespace Orchestrator.Rfb;

/// <summary>Why bytes of the other side were refused.</summary>
public enum RfbFault
{
    /// <summary>A verb that this channel doesn't carry.</summary>
    VerbNotAllowed,

    /// <summary>A field that must be zero, or must be one of few values, isn't.</summary>
    ReservedField,

    /// <summary>An area that is empty where it may not be, or leaves the screen.</summary>
    AreaOutOfRange,

    /// <summary>More rectangles, monitors, encodings or bytes than <see cref="RfbLimits"/> allows.</summary>
    TooLarge,

    /// <summary>An encoding that we don't take.</summary>
    UnknownEncoding,

    /// <summary>Compressed data that doesn't unpack to exactly its rectangle.</summary>
    BadCompression,

    /// <summary>An update whose number or layout version doesn't follow the one before.</summary>
    OutOfOrder,

    /// <summary>An acknowledgement of an update that was never sent, or was acknowledged before.</summary>
    AckOutOfRange,

    /// <summary>A layout without monitors, with one outside the screen, or with two of one id.</summary>
    BadLayout,

    /// <summary>Pixels before any layout.</summary>
    NoLayout,

    /// <summary>Text that isn't UTF-8.</summary>
    BadText,

    /// <summary>A pixel format that can't be drawn in.</summary>
    BadPixelFormat,

    /// <summary>A viewer that speaks no version or security type of ours.</summary>
    BadHandshake,

    /// <summary>The stream ended in the middle of a message.</summary>
    Truncated,
}

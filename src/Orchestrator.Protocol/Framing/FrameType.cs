namespace Orchestrator.Protocol;

/// <summary>What a record is and who may read it. The broker gates by this byte and the channel behind it.</summary>
public enum FrameType : byte
{
    /// <summary>A handshake message between an endpoint and the broker.</summary>
    LinkHandshake = 0x01,

    /// <summary>A sealed record between an endpoint and the broker.</summary>
    LinkData = 0x02,

    /// <summary>The authenticated end of a link.</summary>
    LinkClose = 0x03,

    /// <summary>A handshake message between technician and instrument; the broker forwards it.</summary>
    PeerHandshake = 0x11,

    /// <summary>A sealed record between technician and instrument; the broker forwards it when its channel is open.</summary>
    PeerData = 0x12,

    /// <summary>The authenticated end of the technician's connection with the instrument.</summary>
    PeerClose = 0x13,

    /// <summary>Where both ends of the technician's connection stand, after a lost link; the broker forwards it.</summary>
    PeerResume = 0x14,
}

/// <summary>Properties of frame types.</summary>
public static class FrameTypes
{
    /// <summary>True for a number that this version knows.</summary>
    public static bool IsKnown(byte value) => (FrameType)value is
        FrameType.LinkHandshake or FrameType.LinkData or FrameType.LinkClose or
        FrameType.PeerHandshake or FrameType.PeerData or FrameType.PeerClose or FrameType.PeerResume;

    /// <summary>True for records that travel between technician and instrument, which the broker only forwards.</summary>
    public static bool IsPeer(this FrameType type) => type is FrameType.PeerHandshake or FrameType.PeerData or FrameType.PeerClose or FrameType.PeerResume;

    /// <summary>True for handshake messages.</summary>
    public static bool IsHandshake(this FrameType type) => type is FrameType.LinkHandshake or FrameType.PeerHandshake;

    /// <summary>True for an authenticated end.</summary>
    public static bool IsClose(this FrameType type) => type is FrameType.LinkClose or FrameType.PeerClose;
}

namespace Orchestrator.Protocol;

/// <summary>Who runs the handshake with whom. The name is hashed first, so messages of one profile mean nothing in the other.</summary>
public enum HandshakeProfile
{
    /// <summary>Technician (initiator) with instrument (responder), under a ticket.</summary>
    EndToEnd,

    /// <summary>Endpoint (initiator) with broker (responder).</summary>
    Link,
}

/// <summary>Names and frame types of the profiles.</summary>
public static class HandshakeProfiles
{
    /// <summary>The name that is hashed.</summary>
    public static string Name(this HandshakeProfile profile) => profile switch
    {
        HandshakeProfile.EndToEnd => "e2e",
        HandshakeProfile.Link => "link",
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "not a profile"),
    };

    /// <summary>Frames that carry its handshake.</summary>
    public static FrameType HandshakeFrame(this HandshakeProfile profile) =>
        profile == HandshakeProfile.EndToEnd ? FrameType.PeerHandshake : FrameType.LinkHandshake;

    /// <summary>Frames that carry its data.</summary>
    public static FrameType DataFrame(this HandshakeProfile profile) =>
        profile == HandshakeProfile.EndToEnd ? FrameType.PeerData : FrameType.LinkData;

    /// <summary>Frames that carry its end.</summary>
    public static FrameType CloseFrame(this HandshakeProfile profile) =>
        profile == HandshakeProfile.EndToEnd ? FrameType.PeerClose : FrameType.LinkClose;
}

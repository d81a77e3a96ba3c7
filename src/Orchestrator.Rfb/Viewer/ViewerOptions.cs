namespace Orchestrator.Rfb;

/// <summary>What local viewers are offered.</summary>
public sealed record ViewerOptions
{
    /// <summary>Title of the viewer's window.</summary>
    public string Name { get; init; } = "Orchestrator";

    /// <summary>Encodings to choose from, within what the viewer asks for.</summary>
    public ScreenEncodings Encodings { get; init; } = ScreenEncodings.All;

    /// <summary>Null: security type None. Else VncAuth; its first 8 characters count.</summary>
    public string? Password { get; init; }

    /// <summary>Shortest time between two updates to a viewer.</summary>
    public TimeSpan MinUpdateInterval { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <summary>A viewer that hasn't finished its handshake by then is closed.</summary>
    public TimeSpan HandshakeTime { get; init; } = TimeSpan.FromSeconds(20);
}

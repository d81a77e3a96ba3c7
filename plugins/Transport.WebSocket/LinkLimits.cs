namespace Orchestrator.Plugins.Transport.WebSocket;

/// <summary>Bounds of a WebSocket link, with the reason of each.</summary>
internal static class LinkLimits
{
    /// <summary>Largest message either way: one full record of the host and no more to buffer.</summary>
    public const int Message = 64 * 1024;

    /// <summary>One read into the host's pipe; a pipe never holds a whole picture.</summary>
    public const int Slice = 32 * 1024;

    /// <summary>Answer to the upgrade: one round trip and a busy broker. Two more transports may have to follow within 10 s.</summary>
    public static readonly TimeSpan Upgrade = TimeSpan.FromSeconds(3);

    /// <summary>Pong to the first ping: one round trip with nothing to think about.</summary>
    public static readonly TimeSpan FirstPong = TimeSpan.FromSeconds(2);

    /// <summary>How long the broker waits for the first ping; the endpoint sends it when it has the 101.</summary>
    public static readonly TimeSpan FirstPing = TimeSpan.FromSeconds(5);

    /// <summary>Ping after this much silence: proxies cut at 30 to 60 s.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>The link is lost when a ping isn't answered by then.</summary>
    public static readonly TimeSpan KeepAliveAnswer = TimeSpan.FromSeconds(10);

    /// <summary>How long an ordered close waits for the other side.</summary>
    public static readonly TimeSpan Close = TimeSpan.FromSeconds(5);
}

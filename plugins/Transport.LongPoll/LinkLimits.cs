namespace Orchestrator.Plugins.Transport.LongPoll;

/// <summary>Bounds of a link over many short requests, with the reason of each.</summary>
internal static class LinkLimits
{
    /// <summary>Bytes of the host in one body: the body of one request that the broker's port takes anywhere.</summary>
    public const int Payload = (64 * 1024) - 1;

    /// <summary>Everything between the endpoint's two dials and its link: two exchanges. The last rung has some more patience than the others.</summary>
    public static readonly TimeSpan Preamble = TimeSpan.FromSeconds(4);

    /// <summary>How long the broker holds a request that receives: below the 30 s after which the most impatient proxies cut.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(20);

    /// <summary>How long the broker holds a request that sends when its host doesn't take the bytes.</summary>
    public static readonly TimeSpan Busy = TimeSpan.FromSeconds(10);

    /// <summary>How long a body may take to the broker.</summary>
    public static readonly TimeSpan Body = TimeSpan.FromSeconds(10);

    /// <summary>How long one exchange may take: the broker's wait and some round trips of a slow network.</summary>
    public static readonly TimeSpan Exchange = Wait + TimeSpan.FromSeconds(5);

    /// <summary>Attempts at one exchange, with <see cref="Pause"/> before the second and four times that before the third.</summary>
    public const int Attempts = 3;

    /// <summary>A proxy that restarts is back after a moment.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>A link that isn't polled for that long is lost.</summary>
    public static readonly TimeSpan Unpolled = TimeSpan.FromSeconds(30);

    /// <summary>The same after a poll whose connection broke: whoever still lives dials again at once.</summary>
    public static readonly TimeSpan UnpolledAfterCut = TimeSpan.FromSeconds(10);

    /// <summary>How often the broker looks.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>How long an ordered close waits for the other side; below what a host waits for a link to end.</summary>
    public static readonly TimeSpan Close = TimeSpan.FromSeconds(4);
}

namespace Orchestrator.Plugins.Transport.HttpStream;

/// <summary>Bounds of a link over two streaming requests, with the reason of each.</summary>
internal static class LinkLimits
{
    /// <summary>Everything between the endpoint's two dials and its link: a few round trips. A proxy that collects whole bodies shows by then.</summary>
    public static readonly TimeSpan Preamble = TimeSpan.FromSeconds(2.5);

    /// <summary>How long the broker keeps the first request without its second: the endpoint dials in between, perhaps through a proxy that wants three legs.</summary>
    public static readonly TimeSpan Join = TimeSpan.FromSeconds(9);

    /// <summary>Links that wait for their second request, at one broker. A stranger can make one for each connection that he opens.</summary>
    public const int Halves = 256;

    /// <summary>A sign of life after this much silence: proxies cut at 30 to 60 s.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>Lost when nothing came for that long: a sign of life and 10 s for its way.</summary>
    public static readonly TimeSpan Silence = KeepAlive + TimeSpan.FromSeconds(10);

    /// <summary>How long an ordered close waits for the other side; below what a host waits for a link to end.</summary>
    public static readonly TimeSpan Close = TimeSpan.FromSeconds(4);
}

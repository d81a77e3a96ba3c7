using System.Net;

namespace Orchestrator.Testbed.Servers.Interception;

/// <summary>What an intercepting proxy does to what passes it. By default: nothing, but seeing it all.</summary>
public sealed record InterceptionOptions
{
    /// <summary>Where it listens; port 0: any.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Takes <c>Upgrade</c> and what belongs to it out of requests.</summary>
    public bool StripUpgrade { get; init; }

    /// <summary>Passes a request, and an answer, on when it is complete; one without an end never.</summary>
    public bool BufferBodies { get; init; }

    /// <summary>Passes a 101 on, and nothing behind it.</summary>
    public bool Swallow101 { get; init; }

    /// <summary>Takes connections and says nothing, not even to a CONNECT.</summary>
    public bool Hang { get; init; }

    /// <summary>Closes the client's connection after each answer.</summary>
    public bool CloseAfterAnswer { get; init; }

    /// <summary>
    /// File that gets every byte of plaintext that passes, both directions, inside outer TLS, as it came and before anything is changed: what an interceptor
    /// sees. Search it for what must not be there. Complete once the proxy is disposed.
    /// </summary>
    public string? CapturePath { get; init; }

    /// <summary>Address of a name that is asked for; the target's own name resolved by the system when null.</summary>
    public Func<string, IPAddress>? Resolve { get; init; }
}

using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Trust.Configuration;

namespace Orchestrator.Links.Tests.Tls;

/// <summary>One handshake with a server on the loopback interface, whose root is trusted by somebody.</summary>
internal static class TrustedBy
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The signed configuration names the root.</summary>
    public static OuterTlsRules Configuration(X509Certificate2 root, OuterTlsPolicy? policy = null) => OuterTlsRules.For([root], policy ?? OuterTlsPolicy.Default);

    /// <summary>The computer trusts the root, as where a site has installed its own.</summary>
    public static OuterTlsRules Computer(X509Certificate2 root, OuterTlsPolicy? policy = null) => OuterTlsRules.For([], policy ?? OuterTlsPolicy.Default) with { PlatformRoots = [root] };

    /// <summary>Either.</summary>
    public static IEnumerable<(string Where, OuterTlsRules Rules)> Each(X509Certificate2 root) => [("configuration", Configuration(root)), ("computer", Computer(root))];

    /// <summary>The code of the failure; empty: it succeeded.</summary>
    public static async Task<string> CodeAsync(int port, string name, OuterTlsRules rules)
    {
        try
        {
            _ = await FactsAsync(port, name, rules);
            return "";
        }
        catch (DialException failure)
        {
            return failure.Code;
        }
    }

    /// <summary>What came out.</summary>
    public static async Task<TlsFacts> FactsAsync(int port, string name, OuterTlsRules rules, Action<TlsVerdict>? judged = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", port);
        var (stream, facts) = await new OuterTls(TimeProvider.System) { Judged = judged }
            .ConnectAsync(new NetworkStream(socket, ownsSocket: true), new Endpoint(name, 443, IsProxy: false), [], rules, default).WaitAsync(Patience);
        await stream.DisposeAsync();
        return facts;
    }
}

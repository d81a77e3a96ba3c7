using System.Collections.Concurrent;
using System.Net;
using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Routing;
using Orchestrator.Links.Tests.Dialing;
using Orchestrator.Testbed.Servers.Squid;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Links.Tests.Proxies;

/// <summary>Credentials reach the proxy and nobody else: every connection of a dial leads there, whether it succeeds or not.</summary>
[Trait("Requirement", "R-NET-14")]
public sealed class CredentialDestinationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SkippableTheory]
    [InlineData(SquidScheme.Basic, "correct-horse", 2)]
    [InlineData(SquidScheme.Digest, "correct-horse", 2)]
    [InlineData(SquidScheme.Ntlm, "correct-horse", 2)]
    [InlineData(SquidScheme.Ntlm, "wrong", 2)]
    public async Task Every_connection_leads_to_the_proxy(SquidScheme scheme, string password, int connections)
    {
        await using var proxy = await RealProxy.StartSquidAsync(options => options with { Schemes = [scheme] });
        await using var broker = new DialerFixture("localhost");
        var network = new RecordingNetwork();
        var dialer = DialerFixture.Dialer(broker.Options with
        {
            Network = network,
            Routes = RouteSettings.Only(proxy.Uri, RouteOrigin.SiteFile),
            ProxyCredentials = new Alice(password),
        });

        var dial = dialer.DialAsync(default).WaitAsync(Patience);
        if (password == "wrong")
            Assert.Equal("PROXY_AUTH_FAILED", (await Assert.ThrowsAsync<DialException>(() => dial)).Code);
        else
            await (await dial).DisposeAsync();

        Assert.Equal(Enumerable.Repeat(new IPEndPoint(IPAddress.Loopback, proxy.Port), connections), network.Connected);
    }

    private sealed class RecordingNetwork : INetwork
    {
        private readonly SystemNetwork platform = new(null);

        public ConcurrentQueue<IPEndPoint> Connected { get; } = [];

        public ValueTask<IPAddress[]> ResolveAsync(string name, CancellationToken cancellationToken) => throw new InvalidOperationException($"{name} was to be resolved.");

        public ValueTask<Stream> ConnectAsync(IPEndPoint to, CancellationToken cancellationToken)
        {
            Connected.Enqueue(to);
            return platform.ConnectAsync(to, cancellationToken);
        }
    }

    private sealed class Alice(string password) : IProxyCredentials
    {
        public bool AllowBasicInClear => true;

        public ValueTask<ProxyCredential?> GetAsync(string scheme, string realm, CancellationToken cancellationToken) =>
            ValueTask.FromResult<ProxyCredential?>(new ProxyCredential("alice", password));
    }
}

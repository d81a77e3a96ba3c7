using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Proxy;
using Orchestrator.Plugins.Proxy.HttpConnect;
using Orchestrator.Testbed.Servers.Squid;
using Orchestrator.TestSupport.Network;

namespace Orchestrator.Plugins.Tests.Proxy;

/// <summary>Digest and NTLM against real Squid with its real verifiers; what each attempt cost stands in Squid's logs.</summary>
[Trait("Requirement", "R-NET-4")]
public sealed class RealAuthenticationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SkippableTheory]
    [InlineData(SquidScheme.Basic, "Basic", "alice")]
    [InlineData(SquidScheme.Digest, "Digest", "alice")]
    [InlineData(SquidScheme.Ntlm, "NTLM", "alice")]
    [InlineData(SquidScheme.Ntlm, "NTLM", "LAB\\alice")]
    public async Task Each_scheme_makes_a_tunnel(SquidScheme scheme, string name, string user)
    {
        await using var proxy = await RealProxy.StartSquidAsync(options => options with { Schemes = [scheme] });
        await using var server = LoopbackServer.Start(LoopbackServer.EchoAsync);

        var result = await ConnectAsync(proxy, server.Port, new FixedCredentials(new ProxyCredential(user, "correct-horse")));

        Assert.Null(result.Failure);
        Assert.Equal(name, result.Scheme);
        await using var tunnel = result.Tunnel!;
        await ScriptedProxy.WriteAsync(tunnel, "through");
        var back = new byte[7];
        await tunnel.ReadExactlyAsync(back).AsTask().WaitAsync(Patience);
        Assert.Equal("through"u8.ToArray(), back);
    }

    [SkippableTheory]
    [InlineData(SquidScheme.Basic, "Basic", 1)]
    [InlineData(SquidScheme.Digest, "Digest", 1)]
    [InlineData(SquidScheme.Ntlm, "NTLM", 2)]
    [Trait("Requirement", "R-NET-6")]
    public async Task A_wrong_password_is_verified_once(SquidScheme scheme, string name, int proofs)
    {
        await using var proxy = await RealProxy.StartSquidAsync(options => options with { Schemes = [scheme] });
        await using var server = LoopbackServer.Start(LoopbackServer.EchoAsync);
        var credentials = new FixedCredentials(new ProxyCredential("alice", "wrong"));

        var result = await ConnectAsync(proxy, server.Port, credentials);

        Assert.Equal(("PROXY_AUTH_FAILED", 407), (result.Failure!.Code, result.Failure.Status));
        Assert.Single(credentials.Asked);
        var log = await proxy.RequestsAsync(1 + proofs);
        Assert.Single(log, line => line.Contains("\"-\"", StringComparison.Ordinal));
        Assert.Equal(proofs, log.Count(line => line.Contains($"\"{name} ", StringComparison.Ordinal)));
        Assert.Equal(scheme == SquidScheme.Ntlm ? 1 : 0, proxy.VerifierLog(scheme).Split('\n').Count(line => line.StartsWith("KK ", StringComparison.Ordinal)));
        Assert.Equal(0, server.Accepted);
    }

    private static Task<ProxyResult> ConnectAsync(RealProxy proxy, int port, FixedCredentials credentials) =>
        new HttpConnectConnector().ConnectAsync(new ProxyTarget("127.0.0.1", port), new LoopbackDialer(proxy.Port), credentials, default).AsTask().WaitAsync(Patience);
}

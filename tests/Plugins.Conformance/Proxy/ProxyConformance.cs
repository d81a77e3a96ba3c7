using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Streams;

namespace Orchestrator.Plugins.Conformance.Proxy;

/// <summary>What every proxy connector must do. A connector is right when a class that derives from this passes.</summary>
public abstract partial class ProxyConformance : PluginConformance<IProxyConnector>
{
    /// <summary>Where tunnels lead.</summary>
    protected static ProxyTarget Target { get; } = new("broker.vendor.test", 443);

    /// <summary>Speaks the proxy's side of a tunnel that is granted at once; returns when the tunnel stands.</summary>
    protected abstract Task GrantAsync(WireStream stream);

    /// <summary>What else this connector does, such as signing in, before it must be gone from memory. By default nothing.</summary>
    protected virtual Task UseMoreAsync(IProxyConnector connector) => Task.CompletedTask;

    [SkippableFact]
    public async Task It_names_its_schemes_in_lower_case()
    {
        var connector = await StartAsync();

        Assert.NotEmpty(connector.Schemes);
        Assert.All(connector.Schemes, scheme => Assert.Matches("^[a-z][a-z0-9+]*$", scheme));
    }

    [SkippableTheory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    public async Task The_tunnel_stands_right_behind_the_answer(int largestRead)
    {
        var proxy = new ScriptedProxy(async (stream, _) =>
        {
            await GrantAsync(stream);
            await ScriptedProxy.WriteAsync(stream, "first");
            await ScriptedProxy.EchoAsync(stream);
        }) { LargestRead = largestRead };
        var connector = await StartAsync();

        var result = await connector.ConnectAsync(Target, proxy, new FixedCredentials(), default).AsTask().WaitAsync(Patience);
        Assert.NotNull(result.Tunnel);
        Assert.Null(result.Failure);
        await using (var tunnel = result.Tunnel)
        {
            Assert.Equal("first", await ReadAsync(tunnel, 5));
            await ScriptedProxy.WriteAsync(tunnel, "HTTP/1.1 200 of the target");
            Assert.Equal("HTTP/1.1 200 of the target", await ReadAsync(tunnel, 26));
        }

        await proxy.FinishAsync().WaitAsync(Patience);
    }

    [SkippableFact]
    public async Task No_credentials_are_asked_for_when_nobody_wants_them()
    {
        var proxy = new ScriptedProxy((stream, _) => GrantAsync(stream));
        var credentials = new FixedCredentials(new ProxyCredential("user", "secret"));
        var connector = await StartAsync();

        var result = await connector.ConnectAsync(Target, proxy, credentials, default).AsTask().WaitAsync(Patience);

        Assert.Empty(credentials.Asked);
        Assert.Equal("", result.Scheme);
        await result.Tunnel!.DisposeAsync();
    }

    [SkippableFact]
    public async Task A_dial_that_fails_keeps_its_name()
    {
        var proxy = new ScriptedProxy((_, _) => Task.CompletedTask) { Failure = new DialException("PROXY_UNREACHABLE", "The test lets no dial succeed.") };
        var connector = await StartAsync();

        var failure = await Assert.ThrowsAsync<DialException>(async () => await connector.ConnectAsync(Target, proxy, new FixedCredentials(), default));

        Assert.Equal("PROXY_UNREACHABLE", failure.Code);
    }

    private protected override IEnumerable<(string Member, Func<IProxyConnector, CancellationToken, Task> Call)> Calls =>
        [(nameof(IProxyConnector.ConnectAsync), (connector, token) => connector.ConnectAsync(Target, Granting(), new FixedCredentials(), token).AsTask())];

    private protected override async Task UseAsync(IProxyConnector plugin)
    {
        var result = await plugin.ConnectAsync(Target, Granting(), new FixedCredentials(), default);
        Assert.NotNull(result.Tunnel);
        await using (result.Tunnel)
        {
            await ScriptedProxy.WriteAsync(result.Tunnel, "through");
            Assert.Equal("through", await ReadAsync(result.Tunnel, 7));
        }

        await UseMoreAsync(plugin);
        await Record.ExceptionAsync(async () => await plugin.ConnectAsync(
            Target, new ScriptedProxy((_, _) => Task.CompletedTask) { Failure = new DialException("PROXY_UNREACHABLE", "The test lets no dial succeed.") }, new FixedCredentials(), default));
    }

    /// <summary>Reads exactly so many bytes as text.</summary>
    protected static async Task<string> ReadAsync(Stream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(Patience);
        return Encoding.Latin1.GetString(bytes);
    }

    // Grants each tunnel and sends back what comes through it.
    private ScriptedProxy Granting() => new(async (stream, _) =>
    {
        await GrantAsync(stream);
        await ScriptedProxy.EchoAsync(stream);
    });
}

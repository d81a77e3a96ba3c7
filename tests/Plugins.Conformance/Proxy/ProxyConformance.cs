using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.TestSupport.Streams;

namespace Orchestrator.Plugins.Conformance.Proxy;

/// <summary>What every proxy connector must do. A connector is right when a class that derives from this passes.</summary>
public abstract class ProxyConformance
{
    /// <summary>Far more than any step needs, so that only a hang reaches it.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Where tunnels lead.</summary>
    protected static ProxyTarget Target { get; } = new("broker.vendor.test", 443);

    /// <summary>Makes a connector, started.</summary>
    protected abstract Task<IProxyConnector> StartAsync();

    /// <summary>Speaks the proxy's side of a tunnel that is granted at once; returns when the tunnel stands.</summary>
    protected abstract Task GrantAsync(WireStream stream);

    [Fact]
    public async Task It_names_its_schemes_in_lower_case()
    {
        await using var connector = await StartAsync();

        Assert.NotEmpty(connector.Schemes);
        Assert.All(connector.Schemes, scheme => Assert.Matches("^[a-z][a-z0-9+]*$", scheme));
    }

    [Theory]
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
        await using var connector = await StartAsync();

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

    [Fact]
    public async Task No_credentials_are_asked_for_when_nobody_wants_them()
    {
        var proxy = new ScriptedProxy((stream, _) => GrantAsync(stream));
        var credentials = new FixedCredentials(new ProxyCredential("user", "secret"));
        await using var connector = await StartAsync();

        var result = await connector.ConnectAsync(Target, proxy, credentials, default).AsTask().WaitAsync(Patience);

        Assert.Empty(credentials.Asked);
        Assert.Equal("", result.Scheme);
        await result.Tunnel!.DisposeAsync();
    }

    [Fact]
    public async Task A_dial_that_fails_keeps_its_name()
    {
        var proxy = new ScriptedProxy((_, _) => Task.CompletedTask) { Failure = new DialException("PROXY_UNREACHABLE", "The test lets no dial succeed.") };
        await using var connector = await StartAsync();

        var failure = await Assert.ThrowsAsync<DialException>(async () => await connector.ConnectAsync(Target, proxy, new FixedCredentials(), default));

        Assert.Equal("PROXY_UNREACHABLE", failure.Code);
    }

    [Fact]
    public async Task Cancellation_ends_the_attempt()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var proxy = new ScriptedProxy((_, _) => Task.CompletedTask);
        await using var connector = await StartAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => connector.ConnectAsync(Target, proxy, new FixedCredentials(), cancelled.Token).AsTask().WaitAsync(Patience));
    }

    /// <summary>Reads exactly so many bytes as text.</summary>
    protected static async Task<string> ReadAsync(Stream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(Patience);
        return Encoding.Latin1.GetString(bytes);
    }
}

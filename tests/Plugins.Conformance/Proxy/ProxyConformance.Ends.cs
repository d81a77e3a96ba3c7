using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Conformance.Proxy;

/// <summary>Many at once, and everything that can go wrong on the way: what isn't the tunnel is closed, and there is a tunnel or a reason.</summary>
public abstract partial class ProxyConformance
{
    private const int ManyBytes = 4 << 20;

    // More than any answer of a proxy has.
    private const int MostReadAhead = 256 << 10;

    /// <summary>Tunnels made side by side are apart.</summary>
    [SkippableFact]
    public async Task Several_tunnels_are_made_at_once_and_stay_apart()
    {
        var connector = await StartAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await connector.ConnectAsync(Target, Granting(), new FixedCredentials(), default)))).WaitAsync(Patience);

        await Task.WhenAll(results.Select(async (result, number) =>
        {
            await ScriptedProxy.WriteAsync(result.Tunnel!, $"tunnel {number}");
            Assert.Equal($"tunnel {number}", await ReadAsync(result.Tunnel!, 8));
            await result.Tunnel!.DisposeAsync();
        }));
    }

    /// <summary>A proxy that takes the connection and says nothing.</summary>
    [SkippableFact]
    public async Task Cancellation_ends_the_wait_for_a_silent_proxy_and_closes_the_connection()
    {
        var connector = await StartAsync();
        var proxy = new ScriptedProxy((stream, _) => ScriptedProxy.SwallowAsync(stream));
        using var stop = new CancellationTokenSource();
        var connecting = Task.Run(async () => await connector.ConnectAsync(Target, proxy, new FixedCredentials(), stop.Token));
        await proxy.DialledAsync().WaitAsync(Patience);

        await stop.CancelAsync();
        var problem = await Record.ExceptionAsync(() => connecting.WaitAsync(Budgets.AfterCancellation));

        Assert.True(problem is null or OperationCanceledException, $"{problem}");
        if (problem is null)
            await connecting.Result.Tunnel!.DisposeAsync();
        Assert.All(proxy.Dialled, stream => Assert.True(stream.IsDisposed));
    }

    /// <summary>A dial that doesn't end is cancelled with the call.</summary>
    [SkippableFact]
    public async Task Cancellation_ends_a_dial()
    {
        var connector = await StartAsync();
        var proxy = new ScriptedProxy((_, _) => Task.CompletedTask) { NeverAnswers = true };
        using var stop = new CancellationTokenSource();
        var connecting = Task.Run(async () => await connector.ConnectAsync(Target, proxy, new FixedCredentials(), stop.Token));
        await proxy.DialledAsync().WaitAsync(Patience);

        await stop.CancelAsync();

        await EndsCancelledAsync(connecting);
    }

    /// <summary>A proxy that closes, that is cut off, that says nonsense or too much.</summary>
    [SkippableTheory]
    [InlineData("closes")]
    [InlineData("half an answer")]
    [InlineData("nonsense")]
    [InlineData("endless nonsense")]
    public async Task A_proxy_that_fails_is_a_tunnel_or_a_reason_and_nothing_is_left_open(string fault)
    {
        var connector = await StartAsync();
        var proxy = new ScriptedProxy((stream, _) => FailAsync(stream, fault));

        var result = await Task.Run(async () => await connector.ConnectAsync(Target, proxy, new FixedCredentials(), default)).WaitAsync(Patience);

        Assert.True((result.Tunnel is null) != (result.Failure is null), "there must be either a tunnel or a failure");
        if (result.Failure is { } failure)
        {
            Assert.Matches("^[A-Z][A-Z0-9_]+$", failure.Code);
            Assert.EndsWith(".", failure.Sentence, StringComparison.Ordinal);
            Assert.InRange(failure.Body.Length, 0, 1024);
        }

        if (result.Tunnel is not null)
            await result.Tunnel.DisposeAsync();
        Assert.All(proxy.Dialled, stream => Assert.True(stream.IsDisposed));
        Assert.InRange(proxy.Served.Sum(stream => stream.Written), 0, MostReadAhead);
    }

    /// <summary>A connector may be thrown away while an attempt of it is cancelled.</summary>
    [SkippableFact]
    public async Task Disposal_while_an_attempt_is_cancelled_ends_both()
    {
        var connector = await StartAsync();
        var proxy = new ScriptedProxy((_, _) => Task.CompletedTask) { NeverAnswers = true };
        using var stop = new CancellationTokenSource();
        var connecting = Task.Run(async () => await connector.ConnectAsync(Target, proxy, new FixedCredentials(), stop.Token));
        await proxy.DialledAsync().WaitAsync(Patience);

        var cancelling = stop.CancelAsync();
        await connector.DisposeAsync().AsTask().WaitAsync(Budgets.Disposal);

        await cancelling;
        await EndsCancelledAsync(connecting);
    }

    private static async Task FailAsync(Streams.WireStream stream, string fault)
    {
        await using (stream)
        {
            try
            {
                if (fault == "half an answer")
                    await ScriptedProxy.WriteAsync(stream, "HTTP/1.1 200 Conn");
                else if (fault == "nonsense")
                    await ScriptedProxy.WriteAsync(stream, "\u0005\u0000SSH-2.0-nothing\r\n\r\n");
                for (var sent = 0; fault == "endless nonsense" && sent < ManyBytes; sent += 1024)
                    await stream.WriteAsync(new byte[1024]);
            }
            catch (IOException)
            {
                // The connector had enough and closed.
            }
        }
    }
}

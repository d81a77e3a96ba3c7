using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Http;
using Orchestrator.Plugins.Conformance.Streams;

namespace Orchestrator.Plugins.Conformance.Transport;

/// <summary>Connecting that is cancelled or fails, links that are thrown away at any time, many links at once.</summary>
public abstract partial class TransportConformance
{
    /// <summary>Links are apart, and made at once.</summary>
    [SkippableFact]
    public async Task Several_links_run_at_once_and_stay_apart()
    {
        var (endpoint, broker) = (await StartAsync(), await StartAsync());

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            await using var links = await ConnectedLinks.ConnectAsync(endpoint, broker);
            var bytes = Bytes(50_000, 100 + number);
            var sending = WriteAsync(links.Endpoint.Output, bytes);
            Assert.Equal(bytes, await ReadAsync(links.Broker.Input, bytes.Length));
            await sending;
        }))).WaitAsync(Patience);
    }

    /// <summary>A host that takes little at a time gets everything.</summary>
    [SkippableFact]
    public async Task A_slow_reader_gets_everything_in_order()
    {
        await using var links = await ConnectAsync();
        var bytes = Bytes(400_000, 9);
        var sending = WriteAsync(links.Endpoint.Output, bytes);

        var arrived = new List<byte>();
        while (arrived.Count < bytes.Length)
        {
            arrived.AddRange(await ReadAsync(links.Broker.Input, Math.Min(1_000, bytes.Length - arrived.Count)));
            await Task.Yield();
        }

        await sending.WaitAsync(Patience);
        Assert.True(bytes.AsSpan().SequenceEqual([.. arrived]));
    }

    /// <summary>A dial that doesn't end is cancelled with the call.</summary>
    [SkippableFact]
    public async Task Cancellation_ends_a_dial()
    {
        var transport = await StartAsync();
        var dialer = new MemoryDialer(null) { NeverAnswers = true };
        using var stop = new CancellationTokenSource();
        var connecting = Task.Run(async () => await transport.ConnectAsync(MemoryDialer.Target, dialer, stop.Token));
        await dialer.DialledAsync().WaitAsync(Patience);

        var cancelling = stop.CancelAsync();
        await transport.DisposeAsync().AsTask().WaitAsync(Budgets.Disposal);

        await cancelling;
        await EndsCancelledAsync(connecting);
    }

    /// <summary>A broker that takes the connection and says nothing: whatever comes of it, the connection is closed.</summary>
    [SkippableFact]
    public async Task Cancellation_ends_the_wait_for_a_silent_broker_and_closes_the_connection()
    {
        var transport = await StartAsync();
        var wire = new DuplexStreams();
        var dialer = new MemoryDialer(wire.Near);
        using var stop = new CancellationTokenSource();
        var connecting = Task.Run(async () => await transport.ConnectAsync(MemoryDialer.Target, dialer, stop.Token));
        await dialer.DialledAsync().WaitAsync(Patience);

        await stop.CancelAsync();
        var problem = await Record.ExceptionAsync(() => connecting.WaitAsync(Budgets.AfterCancellation));

        // A transport without a first exchange has its link already.
        Assert.True(problem is null or OperationCanceledException, $"{problem}");
        if (problem is null)
            await connecting.Result.DisposeAsync();
        Assert.True(wire.Near.IsDisposed);
    }

    /// <summary>Something else answers, or nothing does: a reason with a name, or a link that is lost at once.</summary>
    [SkippableTheory]
    [InlineData("")]
    [InlineData("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("SSH-2.0-nothing\r\n")]
    public async Task A_broker_that_closes_gives_a_reason_and_nothing_is_left_open(string answer)
    {
        var transport = await StartAsync();
        var wire = new DuplexStreams();
        await wire.Far.WriteAsync(Encoding.ASCII.GetBytes(answer));
        await wire.Far.DisposeAsync();

        var problem = await Record.ExceptionAsync(async () =>
        {
            await using var link = await transport.ConnectAsync(MemoryDialer.Target, new MemoryDialer(wire.Near), default).AsTask().WaitAsync(Patience);
            var end = await link.RunAsync(PipePair.Create().Lent, default).AsTask().WaitAsync(Patience);
            Assert.Contains(end.Reason, new[] { LinkEndReason.Lost, LinkEndReason.Remote });
        });

        if (problem is not null)
        {
            var failure = Assert.IsType<DialException>(problem);
            Assert.Matches("^[A-Z][A-Z0-9_]+$", failure.Code);
            Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
        }

        Assert.True(wire.Near.IsDisposed);
    }

    /// <summary>The broker's half meets strangers.</summary>
    [SkippableTheory]
    [InlineData("GET /link/anything HTTP/1.1\r\nHost: broker.vendor.test\r\n\r\n")]
    [InlineData("POST /link/ws HTTP/1.1\r\nHost: broker.vendor.test\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nUpgrade: nothing\r\nConnection: upgrade\r\n\r\n")]
    public async Task A_strangers_request_is_answered_with_an_error_and_makes_no_link(string request)
    {
        var transport = await StartAsync();
        var wire = new DuplexStreams();
        await wire.Near.WriteAsync(Encoding.ASCII.GetBytes(request));
        var exchange = await StreamHttpExchange.ReadAsync(wire.Far);

        Assert.Null(await transport.AcceptAsync(exchange, default).AsTask().WaitAsync(Patience));

        Assert.InRange(exchange.Status, 400, 599);
    }

    /// <summary>A link that nobody runs is closed by its disposal, and gives an answer to whoever runs it too late.</summary>
    [SkippableFact]
    public async Task A_link_that_never_ran_is_closed_by_disposal_and_ends_at_once_when_run_later()
    {
        var (dialled, accepted, wire) = await LinksAsync();

        await dialled.DisposeAsync().AsTask().WaitAsync(Budgets.Disposal);
        await dialled.DisposeAsync().AsTask().WaitAsync(Budgets.Disposal);

        Assert.True(wire.IsClosedByEndpoint);
        var pipe = PipePair.Create();
        await dialled.RunAsync(pipe.Lent, default).AsTask().WaitAsync(Budgets.AfterCancellation);
        Assert.True((await pipe.Host.Input.ReadAsync().AsTask().WaitAsync(Patience)).IsCompleted);
        await accepted.DisposeAsync();
    }

    /// <summary>A link is thrown away while it runs and is cancelled: both end, and the host's pipe with them.</summary>
    [SkippableFact]
    public async Task Disposal_while_a_link_runs_ends_it_and_completes_the_hosts_pipe()
    {
        var (dialled, accepted, wire) = await LinksAsync();
        var pipe = PipePair.Create();
        using var stop = new CancellationTokenSource();
        var running = Task.Run(async () => await dialled.RunAsync(pipe.Lent, stop.Token));
        await pipe.Host.Output.WriteAsync(Bytes(10_000, 10));

        var cancelling = stop.CancelAsync();
        await dialled.DisposeAsync().AsTask().WaitAsync(Budgets.Disposal);

        await cancelling;
        Assert.Contains((await running.WaitAsync(Budgets.AfterCancellation)).Reason, new[] { LinkEndReason.Cancelled, LinkEndReason.Lost });
        Assert.True((await pipe.Host.Input.ReadAsync().AsTask().WaitAsync(Patience)).IsCompleted);
        Assert.True(wire.IsClosedByEndpoint);
        await accepted.DisposeAsync();
    }

    /// <summary>A link whose token is cancelled beforehand never carries a byte.</summary>
    [SkippableFact]
    public async Task A_run_that_is_cancelled_beforehand_ends_so()
    {
        var (dialled, accepted, _) = await LinksAsync();
        var pipe = PipePair.Create();

        var end = await dialled.RunAsync(pipe.Lent, new CancellationToken(canceled: true)).AsTask().WaitAsync(Budgets.AfterCancellation);

        Assert.Equal(LinkEndReason.Cancelled, end.Reason);
        Assert.True((await pipe.Host.Input.ReadAsync().AsTask().WaitAsync(Patience)).IsCompleted);
        await dialled.DisposeAsync();
        await accepted.DisposeAsync();
    }

    private async Task<(ITransportLink Dialled, ITransportLink Accepted, MemoryRoute Wire)> LinksAsync() =>
        await ConnectedLinks.ShakeHandsAsync(await StartAsync(), await StartAsync()).WaitAsync(Patience);
}

using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Http;
using Orchestrator.Plugins.Conformance.Streams;
using Orchestrator.Plugins.Tests.Capture;
using Orchestrator.Plugins.Transport.LongPoll;

namespace Orchestrator.Plugins.Tests.Transport;

/// <summary>The broker's half of long polling, request by request, in virtual time.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposed in DisposeAsync of IAsyncLifetime.")]
public sealed class LongPollTests : IAsyncLifetime
{
    private const string Id = "0123456789abcdef0123456789abcdef";
    private static readonly byte[] Open = [0];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider time = new();
    private readonly LongPollTransport transport = new();
    private readonly PipePair pipe = PipePair.Create();
    private ITransportLink link = null!;
    private Task<LinkEnd> running = null!;

    public async Task InitializeAsync()
    {
        await transport.StartAsync(new PluginContext { Time = time, Log = new LogLines() }, default);
        var (exchange, wire) = await RequestAsync("POST", 0, Open);
        link = (await transport.AcceptAsync(exchange, default))!;
        Assert.True(await transport.ServeAsync(exchange, default));
        Assert.Equal([0], await AnswerAsync(exchange, wire));
        Assert.Equal([0], await AskAsync("GET", 0));
        running = link.RunAsync(pipe.Lent, default).AsTask();
    }

    public async Task DisposeAsync()
    {
        await link.DisposeAsync();
        await running.WaitAsync(Patience);
        await transport.DisposeAsync();
    }

    [Fact]
    public async Task A_request_that_is_repeated_is_answered_again_and_taken_once()
    {
        Assert.Equal([1], await AskAsync("POST", 1, 1, 10, 11));
        Assert.Equal([1], await AskAsync("POST", 1, 1, 10, 11));
        Assert.Equal([1], await AskAsync("POST", 2, 1, 12));

        Assert.Equal([10, 11, 12], await ReadAsync(3));
    }

    [Fact]
    public async Task A_lost_answer_is_sent_again_as_it_was_until_the_next_number_acknowledges_it()
    {
        await pipe.Host.Output.WriteAsync(new byte[] { 20, 21 });
        Assert.Equal([1, 20, 21], await AskAsync("GET", 1));
        await pipe.Host.Output.WriteAsync(new byte[] { 22 });

        Assert.Equal([1, 20, 21], await AskAsync("GET", 1));
        Assert.Equal([1, 22], await AskAsync("GET", 2));
    }

    [Fact]
    public async Task A_poll_waits_20_s_and_is_then_answered_with_nothing()
    {
        var asked = await HeldAsync("GET", 1);
        time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(asked.Serving.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([1], await asked.AnswerAsync());
    }

    [Fact]
    public async Task A_newer_poll_sends_the_one_that_waits_away()
    {
        var (exchange, _) = await RequestAsync("GET", 1, []);
        var waiting = transport.ServeAsync(exchange, default).AsTask();
        var asking = AskAsync("GET", 1);

        Assert.True(await waiting.WaitAsync(Patience));
        Assert.Equal(409, exchange.Status);
        await pipe.Host.Output.WriteAsync(new byte[] { 30 });
        Assert.Equal([1, 30], await asking.WaitAsync(Patience));
    }

    [Theory]
    [InlineData("POST", 2)]
    [InlineData("POST", 0)]
    [InlineData("GET", 3)]
    public async Task A_number_out_of_turn_ends_the_link(string method, int sequence)
    {
        Assert.Equal([1], await AskAsync("POST", 1, 1, 40));
        sequence += method == "POST" && sequence == 2 ? 1 : 0;

        Assert.Equal([4], await AskAsync(method, sequence, 1, 41));
        Assert.Equal(LinkEndReason.Lost, (await running.WaitAsync(Patience)).Reason);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(2, 1)]
    [InlineData(0, 1)]
    [InlineData]
    public async Task A_body_that_there_can_not_be_is_refused_and_changes_nothing(params int[] body)
    {
        var (exchange, _) = await RequestAsync("POST", 1, [.. body.Select(one => (byte)one)]);

        Assert.True(await transport.ServeAsync(exchange, default).AsTask().WaitAsync(Patience));

        Assert.Equal(400, exchange.Status);
        Assert.Equal([1], await AskAsync("POST", 1, 1, 50));
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        var (exchange, _) = await RequestAsync("POST", 1, [1, .. new byte[64 * 1024]]);

        Assert.True(await transport.ServeAsync(exchange, default).AsTask().WaitAsync(Patience));

        Assert.Equal(400, exchange.Status);
    }

    [Fact]
    public async Task A_link_that_nobody_polls_for_30_s_is_lost()
    {
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(running.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(new LinkEnd(LinkEndReason.Lost, "nobody polls any more"), await running.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_poll_whose_connection_breaks_may_come_again_for_10_s()
    {
        using var gone = new CancellationTokenSource();
        var (exchange, _) = await RequestAsync("GET", 1, []);
        var waiting = transport.ServeAsync(exchange, gone.Token).AsTask();
        await gone.CancelAsync();
        await waiting.WaitAsync(Patience);
        time.Advance(TimeSpan.FromSeconds(9));
        await pipe.Host.Output.WriteAsync(new byte[] { 60 });
        Assert.Equal([1, 60], await AskAsync("GET", 1));
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(running.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(12));

        Assert.Equal(LinkEndReason.Lost, (await running.WaitAsync(Patience)).Reason);
    }

    [Fact]
    public async Task A_host_that_does_not_read_holds_the_answer_back_and_then_asks_for_patience()
    {
        Assert.Equal([1], await AskAsync("POST", 1, [1, .. new byte[60_000]]));
        var held = await HeldAsync("POST", 2, [1, .. new byte[60_000]]);
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(held.Serving.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([1], await held.AnswerAsync());

        var refused = await HeldAsync("POST", 3, 1, 70);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([3], await refused.AnswerAsync());

        await ReadAsync(120_000);
        Assert.Equal([1], await AskAsync("POST", 3, 1, 70));
        Assert.Equal([70], await ReadAsync(1));
    }

    [Fact]
    public async Task The_brokers_end_comes_behind_everything_and_waits_for_the_other_one()
    {
        await pipe.Host.Output.WriteAsync(new byte[] { 80 });
        await pipe.Host.Output.CompleteAsync();

        Assert.Equal([1, 80], await AskAsync("GET", 1));
        Assert.Equal([2], await AskAsync("GET", 2));
        Assert.False(running.IsCompleted);
        Assert.Equal([1], await AskAsync("POST", 1, 2));
        Assert.Equal(LinkEndReason.Local, (await running.WaitAsync(Patience)).Reason);
    }

    [Fact]
    public async Task A_request_to_a_link_that_is_over_is_told_so()
    {
        await link.DisposeAsync();
        var (exchange, wire) = await RequestAsync("POST", 1, [1, 90]);

        Assert.False(await transport.ServeAsync(exchange, default));
        Assert.Null(await transport.AcceptAsync(exchange, default));

        Assert.Equal(404, exchange.Status);
        Assert.Equal([4], await AnswerAsync(exchange, wire));
    }

    private async Task<byte[]> AskAsync(string method, int sequence, params byte[] body)
    {
        var (exchange, wire) = await RequestAsync(method, sequence, body);
        Assert.True(await transport.ServeAsync(exchange, default));
        return await AnswerAsync(exchange, wire);
    }

    private static async Task<(StreamHttpExchange Exchange, DuplexStreams Wire)> RequestAsync(string method, int sequence, byte[] body)
    {
        var wire = new DuplexStreams();
        var length = method == "POST" ? $"Content-Length: {body.Length}\r\n" : "";
        var sending = wire.Near.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"{method} /link/poll?id={Id}&seq={sequence} HTTP/1.1\r\n{length}\r\n"), .. method == "POST" ? body : []]);
        var exchange = await StreamHttpExchange.ReadAsync(wire.Far).WaitAsync(Patience);
        _ = sending.AsTask();
        return (exchange, wire);
    }

    private static async Task<byte[]> AnswerAsync(StreamHttpExchange exchange, DuplexStreams wire)
    {
        Assert.True(await exchange.CompleteAsync());
        await wire.Far.DisposeAsync();
        using var answer = new MemoryStream();
        await wire.Near.CopyToAsync(answer);
        var text = Encoding.Latin1.GetString(answer.ToArray());
        return Encoding.Latin1.GetBytes(text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await pipe.Host.Input.AsStream(leaveOpen: true).ReadExactlyAsync(bytes).AsTask().WaitAsync(Patience);
        return bytes;
    }

    /// <summary>A request that waits: everything before its wait is done when this returns, its timer included.</summary>
    private async Task<Held> HeldAsync(string method, int sequence, params byte[] body)
    {
        var (exchange, wire) = await RequestAsync(method, sequence, body);
        return new Held(transport.ServeAsync(exchange, default).AsTask(), exchange, wire);
    }

    private sealed record Held(Task<bool> Serving, StreamHttpExchange Exchange, DuplexStreams Wire)
    {
        public async Task<byte[]> AnswerAsync()
        {
            Assert.True(await Serving.WaitAsync(Patience));
            return await LongPollTests.AnswerAsync(Exchange, Wire);
        }
    }
}

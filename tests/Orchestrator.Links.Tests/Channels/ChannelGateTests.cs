using Microsoft.Extensions.Time.Testing;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Tests.Multiplexing;

namespace Orchestrator.Links.Tests.Channels;

/// <summary>Open only when no reason holds it and its time isn't over; closed is for ever.</summary>
public sealed class ChannelGateTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_new_gate_is_held_by_the_session()
    {
        var gate = new ChannelGate(_time);
        Assert.Equal(GateState.Held, gate.State);

        gate.Release(HoldReason.StopKey);
        Assert.False(gate.IsOpen);
        gate.Release(HoldReason.Session);
        Assert.True(gate.IsOpen);
    }

    [Fact]
    public void Each_reason_is_taken_away_by_itself()
    {
        var gate = Open();
        gate.Hold(HoldReason.Session);
        gate.Hold(HoldReason.StopKey);
        gate.Hold(HoldReason.StopKey);

        gate.Release(HoldReason.StopKey);
        Assert.Equal(GateState.Held, gate.State);
        gate.Release(HoldReason.Session);
        Assert.Equal(GateState.Open, gate.State);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-5")]
    public void Nothing_opens_a_closed_gate()
    {
        var gate = Open();
        gate.Close();

        gate.Release(HoldReason.Session | HoldReason.StopKey);
        gate.CloseAfter(TimeSpan.FromHours(1));
        gate.Hold(HoldReason.Session);
        gate.Release(HoldReason.Session);

        Assert.Equal(GateState.Closed, gate.State);
    }

    [Fact]
    public void The_deadline_closes_by_itself_and_a_later_one_doesnt_open_again()
    {
        var gate = Open();
        gate.CloseAfter(TimeSpan.FromMinutes(5));
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.True(gate.IsOpen);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(GateState.Closed, gate.State);

        gate.CloseAfter(TimeSpan.FromMinutes(5));
        gate.Release(HoldReason.Session);
        Assert.Equal(GateState.Closed, gate.State);
    }

    [Fact]
    public void A_renewal_behind_a_passed_deadline_doesnt_open_again_even_when_no_timer_came_yet()
    {
        var time = new TimerlessTime();
        var gate = new ChannelGate(time);
        gate.CloseAfter(TimeSpan.FromMinutes(5));
        gate.Release(HoldReason.Session);
        time.Now += TimeSpan.FromMinutes(5).Ticks;
        Assert.Equal(GateState.Closed, gate.State);

        gate.CloseAfter(TimeSpan.FromMinutes(5));

        Assert.Equal(GateState.Closed, gate.State);
    }

    [Fact]
    public void A_renewal_in_time_moves_the_deadline()
    {
        var gate = Open();
        gate.CloseAfter(TimeSpan.FromMinutes(5));
        _time.Advance(TimeSpan.FromMinutes(4));
        gate.CloseAfter(TimeSpan.FromMinutes(20));
        _time.Advance(TimeSpan.FromMinutes(19));

        Assert.True(gate.IsOpen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void No_time_left_means_closed(int seconds)
    {
        var gate = Open();

        gate.CloseAfter(TimeSpan.FromSeconds(seconds));

        Assert.Equal(GateState.Closed, gate.State);
    }

    [Fact]
    public async Task Who_waits_goes_on_when_the_gate_opens_and_stops_when_it_closes()
    {
        var gate = new ChannelGate(_time);
        var opened = gate.WhenOpenAsync(CancellationToken.None).AsTask();
        Assert.False(opened.IsCompleted);
        gate.Release(HoldReason.Session);
        Assert.True(await opened.WaitAsync(LinkPair.Patience));

        gate.Hold(HoldReason.StopKey);
        var closed = gate.WhenOpenAsync(CancellationToken.None).AsTask();
        gate.Close();
        Assert.False(await closed.WaitAsync(LinkPair.Patience));
        Assert.False(await gate.WhenOpenAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Who_waits_at_a_held_gate_stops_at_its_deadline()
    {
        var gate = new ChannelGate(_time);
        gate.CloseAfter(TimeSpan.FromMinutes(1));
        var waiting = gate.WhenOpenAsync(CancellationToken.None).AsTask();

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(await waiting.WaitAsync(LinkPair.Patience));
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var waiting = new ChannelGate(_time).WhenOpenAsync(stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(LinkPair.Patience));
    }

    [Fact]
    public async Task Many_hands_at_once_leave_a_closed_gate_closed()
    {
        var gate = Open();
        var hands = Enumerable.Range(0, 8).Select(hand => Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++)
            {
                gate.Hold(hand % 2 == 0 ? HoldReason.Session : HoldReason.StopKey);
                gate.CloseAfter(TimeSpan.FromHours(1));
                if (hand == 3 && i == 1000)
                {
                    gate.Close();
                }

                gate.Release(HoldReason.Session | HoldReason.StopKey);
            }
        }));

        await Task.WhenAll(hands).WaitAsync(LinkPair.Patience);

        Assert.Equal(GateState.Closed, gate.State);
    }

    private ChannelGate Open()
    {
        var gate = new ChannelGate(_time);
        gate.Release(HoldReason.Session);
        return gate;
    }

    /// <summary>A clock on a machine so busy that no timer ever comes.</summary>
    private sealed class TimerlessTime : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new NoTimer();

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}

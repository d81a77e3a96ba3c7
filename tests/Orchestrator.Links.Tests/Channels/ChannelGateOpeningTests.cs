using Microsoft.Extensions.Time.Testing;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;

namespace Orchestrator.Links.Tests.Channels;

public sealed class ChannelGateOpeningTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Each_opening_has_its_own_token_and_it_is_cancelled_when_the_gate_is_held()
    {
        var gate = new ChannelGate(_time);
        Assert.True(gate.WhileOpen.IsCancellationRequested);

        gate.Release(HoldReason.Session);
        var first = gate.WhileOpen;
        Assert.False(first.IsCancellationRequested);

        gate.Hold(HoldReason.StopKey);
        Assert.True(first.IsCancellationRequested);
        gate.Release(HoldReason.StopKey);
        Assert.False(gate.WhileOpen.IsCancellationRequested);
        Assert.NotEqual(first, gate.WhileOpen);
    }

    [Fact]
    public void The_deadline_cancels_the_opening_and_a_renewal_moves_it()
    {
        var gate = new ChannelGate(_time);
        gate.CloseAfter(TimeSpan.FromMinutes(1));
        gate.Release(HoldReason.Session);
        var opening = gate.WhileOpen;

        _time.Advance(TimeSpan.FromSeconds(50));
        gate.CloseAfter(TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromSeconds(50));
        Assert.False(opening.IsCancellationRequested);

        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.True(opening.IsCancellationRequested);
        Assert.Equal(GateState.Closed, gate.State);
    }
}

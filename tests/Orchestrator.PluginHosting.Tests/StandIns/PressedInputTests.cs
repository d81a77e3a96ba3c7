using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;
using Orchestrator.PluginHosting.Tests.Support;

namespace Orchestrator.PluginHosting.Tests.StandIns;

public sealed class PressedInputTests : IAsyncDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly FakeInput input = new();
    private readonly PressedInput pressed;

    public PressedInputTests() => pressed = new PressedInput(time);

    public ValueTask DisposeAsync() => input.DisposeAsync();

    [Fact]
    public void With_nothing_down_it_may_be_left_at_once()
    {
        pressed.Begin();

        Assert.True(pressed.WaitAsync(default).AsTask().IsCompletedSuccessfully);
        Assert.True(pressed.TryLeave(input));
        Assert.Empty(input.Seen);
    }

    [Fact]
    public async Task What_goes_down_between_the_wait_and_the_turn_is_waited_for_again()
    {
        pressed.Begin();
        await pressed.WaitAsync(default);
        pressed.Note(InputEvent.Key('a', down: true));

        Assert.False(pressed.TryLeave(input));
        var waiting = pressed.WaitAsync(default).AsTask();
        Assert.False(waiting.IsCompleted);
        pressed.Note(InputEvent.Key('a', down: false));
        await waiting.WaitAsync(SlotWorld.Patience);
        Assert.True(pressed.TryLeave(input));
    }

    [Fact]
    public async Task After_five_seconds_everything_is_released_and_it_is_left()
    {
        pressed.Note(InputEvent.Pointer(0, 0, 4));
        pressed.Begin();
        var waiting = pressed.WaitAsync(default).AsTask();

        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(pressed.TryLeave(input));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));

        await waiting.WaitAsync(SlotWorld.Patience);
        Assert.True(pressed.TryLeave(input));
        Assert.Equal(["release all"], input.Seen);
    }

    [Fact]
    public async Task A_later_move_has_its_own_five_seconds()
    {
        pressed.Begin();
        time.Advance(TimeSpan.FromSeconds(60));
        pressed.Note(InputEvent.Key('a', down: true));
        pressed.Begin();

        Assert.False(pressed.TryLeave(input));
        using var stop = new CancellationTokenSource();
        var waiting = pressed.WaitAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}

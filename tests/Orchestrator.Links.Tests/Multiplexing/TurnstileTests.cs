using Orchestrator.Links.Multiplexing;

namespace Orchestrator.Links.Tests.Multiplexing;

/// <summary>One at a time, the most urgent first, in order of arrival within one priority.</summary>
public sealed class TurnstileTests
{
    [Fact]
    public async Task The_most_urgent_goes_first_and_within_one_priority_who_came_first()
    {
        var turnstile = new Turnstile();
        Assert.True(await turnstile.EnterAsync(RecordPriority.File));
        var order = new List<string>();
        var waiting = new[]
        {
            Enter("file 1", RecordPriority.File), Enter("screen 1", RecordPriority.Screen), Enter("control 1", RecordPriority.Control),
            Enter("control 2", RecordPriority.Control), Enter("input 1", RecordPriority.Input), Enter("screen 2", RecordPriority.Screen), Enter("input 2", RecordPriority.Input),
        };

        turnstile.Exit();
        await Task.WhenAll(waiting).WaitAsync(LinkPair.Patience);

        Assert.Equal(["input 1", "input 2", "control 1", "control 2", "screen 1", "screen 2", "file 1"], order);

        async Task Enter(string name, RecordPriority priority)
        {
            Assert.True(await turnstile.EnterAsync(priority));
            order.Add(name);
            turnstile.Exit();
        }
    }

    [Fact]
    public async Task A_free_turnstile_is_entered_at_once_and_by_one()
    {
        var turnstile = new Turnstile();

        Assert.True(turnstile.EnterAsync(RecordPriority.Screen).IsCompletedSuccessfully);
        var second = turnstile.EnterAsync(RecordPriority.Input);
        Assert.False(second.IsCompleted);
        turnstile.Exit();
        Assert.True(await second.WaitAsync(LinkPair.Patience));
    }

    [Fact]
    public async Task The_end_sends_everybody_home_who_waits_and_who_comes_later()
    {
        var turnstile = new Turnstile();
        await turnstile.EnterAsync(RecordPriority.Screen);
        var waiting = turnstile.EnterAsync(RecordPriority.Input);

        turnstile.End();

        Assert.False(await waiting.WaitAsync(LinkPair.Patience));
        Assert.False(await turnstile.EnterAsync(RecordPriority.Input));
        turnstile.Exit();
        Assert.False(await turnstile.EnterAsync(RecordPriority.Input));
    }
}

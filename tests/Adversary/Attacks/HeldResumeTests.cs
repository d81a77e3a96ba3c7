using Orchestrator.Actors.Channels;
using Orchestrator.Adversary.Stage;
using Orchestrator.Domain;

namespace Orchestrator.Adversary.Attacks;

/// <summary>A relay that answers new links and keeps RESUME back, for a while or for good.</summary>
[Trait("Requirement", "R-NET-12")]
[Trait("Requirement", "R-ZT-5")]
public sealed class HeldResumeTests
{
    /// <summary>Whichever of the two is kept back: no record is opened at either end, and the session ends by its own clocks, though the broker lives.</summary>
    [Theory]
    [InlineData(Victim.Instrument)]
    [InlineData(Victim.Console)]
    public async Task A_session_whose_call_or_answer_never_comes_ends_by_its_grace_and_nothing_passes(Victim keptFrom)
    {
        await using var it = await SupportCase.OpenAsync();
        it.IsRewired = true;
        await it.HoldAsync(keptFrom);
        var oracle = Oracle.Before(it);

        await PassAsync(it, TimeSpan.FromSeconds(40));

        await it.World.UntilAsync(() => it.Instrument.View!.State.Phase >= SessionPhase.Ending);
        await oracle.CloseAsync();
        Assert.Equal(EndReason.LinkLost, it.Instrument.Summary!.Reason);
        await oracle.EvidenceAsync("session.ending", "link-lost");
    }

    /// <summary>An answer that comes when the grace is over finds nobody.</summary>
    [Fact]
    public async Task An_answer_that_comes_behind_the_grace_opens_nothing()
    {
        await using var it = await SupportCase.OpenAsync();
        it.IsRewired = true;
        var held = await it.HoldAsync(Victim.Console);
        var oracle = Oracle.Before(it);
        await PassAsync(it, TimeSpan.FromSeconds(40));
        await it.World.UntilAsync(() => it.Instrument.View!.State.Phase >= SessionPhase.Ending);

        await held.ReleaseAsync();

        await oracle.CloseAsync();
        await oracle.EvidenceAsync("session.ending", "link-lost");
    }

    /// <summary>
    /// The call is sent when the input is young, and comes, or its answer, when it is old: the console looks once more before it sends anything again, and
    /// calls anew with the age of that moment.
    /// </summary>
    [Theory]
    [InlineData(Victim.Instrument)]
    [InlineData(Victim.Console)]
    public async Task Input_behind_a_resume_that_was_held_for_more_than_five_seconds_is_not_injected(Victim heldFrom)
    {
        await using var it = await SupportCase.OpenAsync();
        it.IsRewired = true;
        var typed = it.Instrument.Sinks.Bytes;
        await it.TakeRecordAsync(Victim.Instrument);
        var held = await it.HoldAsync(heldFrom);
        await PassAsync(it, TimeSpan.FromSeconds(6));

        await held.ReleaseAsync();
        await it.World.UntilAsync(() => it.IsSound && !IsControlled(it));
        await it.SpeakAsync(Victim.Console);

        Assert.Equal(typed, it.Instrument.Sinks.Bytes);
        Assert.Contains(it.Instrument.Lines, line => line.Contains(ChannelEnds.StaleInput, StringComparison.Ordinal));
        Assert.Equal(SessionPhase.Open, it.Instrument.View!.State.Phase);
    }

    /// <summary>The same for as long as input may wait: it comes, once.</summary>
    [Fact]
    public async Task Input_behind_a_resume_that_was_held_for_four_seconds_comes_once()
    {
        await using var it = await SupportCase.OpenAsync();
        it.IsRewired = true;
        var typed = it.Instrument.Sinks.Bytes;
        await it.TakeRecordAsync(Victim.Instrument);
        var held = await it.HoldAsync(Victim.Instrument);
        await PassAsync(it, TimeSpan.FromSeconds(4));

        await held.ReleaseAsync();
        await it.World.UntilAsync(() => it.IsSound && it.Instrument.Sinks.Bytes > typed);
        await it.SpeakAsync(Victim.Console);

        Assert.Equal(typed + "canary key".Length, it.Instrument.Sinks.Bytes);
        Assert.True(IsControlled(it));
    }

    /// <summary>
    /// Control is taken back while the console's link is down, with input under way that was never acknowledged: the console learns from the answer that
    /// the channel is gone, sends nothing of it, and the session goes on, however long ago that was.
    /// </summary>
    [Fact]
    public async Task A_channel_that_was_closed_while_a_link_was_down_is_not_sent_to_again()
    {
        await using var it = await SupportCase.OpenAsync();
        var typed = it.Instrument.Sinks.Bytes;
        await it.TakeRecordAsync(Victim.Instrument);
        await it.CutAsync(Victim.Console);
        var control = it.Instrument.View!.State.Channels.Values.Single(open => open.Capability == Capability.ControlInput);
        it.Instrument.Operator.Revoke(control.Grant);
        await it.World.UntilAsync(() => !IsControlled(it));
        await PassAsync(it, TimeSpan.FromSeconds(8));
        var before = it.Middle.Frames.Count;

        it.IsRewired = true;
        await PassAsync(it, TimeSpan.FromSeconds(3));
        await it.World.UntilAsync(() => it.IsSound);
        await it.SpeakAsync(Victim.Console);

        Assert.DoesNotContain(it.Middle.Frames.Skip(before), frame => frame.To == Victim.Instrument && frame.Header.Channel == control.Id);
        Assert.Equal(SessionPhase.Open, it.Instrument.View!.State.Phase);
        Assert.Equal(typed, it.Instrument.Sinks.Bytes);
    }

    /// <summary>The broker lives all the time.</summary>
    private static Task PassAsync(SupportCase it, TimeSpan span) => it.AdvanceAsync(span, beat: true);

    private static bool IsControlled(SupportCase it) => it.Instrument.View!.State.Channels.Values.Any(open => open.Capability == Capability.ControlInput);
}

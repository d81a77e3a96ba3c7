using Orchestrator.Audit.Diff;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Tests.Records;
using Orchestrator.Audit.Verification;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Audit.Tests.Diff;

/// <summary>Claims against observations: the honest story has no finding; each lie has one that names it.</summary>
public sealed class SessionDiffTests
{
    private static readonly SessionEvent[] Story =
    [
        SampleEvents.All[0],
        new TechnicianJoined(new Technician("ada", "Ada", "technician", "Vendor", "k", "t", "r"), SessionPolicy.Default, "h", SampleTerms.Long),
        new PinPresented(true, 0),
        new SasCompared(true, 0),
        new Opened(),
        new Asked(new AskId(1), Party.Technician, Capability.ViewScreen, 20, "look", null, null, TestEvidence.Signed),
        new Granted(new GrantId(1), new AskId(1), Capability.ViewScreen, 1200, new SessionTime(1), "p", TestEvidence.Signed.Sha256, TestEvidence.Receipt),
        new ChannelOpened(new ChannelId(1), new GrantId(1), Capability.ViewScreen),
        new Asked(new AskId(2), Party.Technician, Capability.ControlInput, 20, "click", null, null, TestEvidence.Signed),
        new AskEnded(new AskId(2), AskOutcome.Refused),
        new ChannelClosed(new ChannelId(1), Capability.ViewScreen, EndReason.OperatorRevoked),
        new GrantEnded(new GrantId(1), Capability.ViewScreen, Party.Operator, EndReason.OperatorRevoked),
        new ChannelMetered(new ChannelId(1), 10, 500, 2000, 90_000),
        new Ending(Party.Operator, EndReason.OperatorRevoked),
        new Ended(Party.Operator, EndReason.OperatorRevoked, []),
    ];

    private static readonly ObservedSession Observed = new([new ChannelMeter(new ChannelId(1), 10, 500, 2000, 90_000)], SawEnd: true, RecordedMissingEnd: false);

    [Fact]
    public void An_honest_session_has_no_finding()
    {
        Assert.Empty(SessionDiff.Compare(Tell(Story), Tell(Story), Observed));
        Assert.Empty(SessionDiff.Compare(null, Tell(Story), Observed));
    }

    [Theory]
    [InlineData(9, 450, 2010, 90_500, "meter-lost-link")]
    [InlineData(10, 500, 2000, 90_000, "")]
    [InlineData(11, 550, 2000, 90_000, "meter-differs")]
    [InlineData(10, 500, 1999, 89_000, "meter-differs")]
    public void What_was_on_its_way_when_the_link_was_lost_may_be_counted_at_one_end_only(int recordsIn, int bytesIn, int recordsOut, int bytesOut, string code)
    {
        var at = Array.FindIndex(Story, e => e is ChannelClosed);
        SessionEvent[] story =
        [
            .. Story[..at],
            new LinkLost(Party.Broker, new SessionTime(20_000)),
            Story[at],
            Story[at + 1],
            new LinkRestored(Party.Broker),
            new ChannelMetered(new ChannelId(1), recordsIn, bytesIn, recordsOut, bytesOut),
            .. Story[(at + 3)..],
        ];

        Assert.Equal(code.Length > 0 ? [code] : [], SessionDiff.Compare(Tell(story), Tell(story), Observed).Select(f => f.Code).Distinct());
    }

    [Fact]
    [Trait("Requirement", "R-AUD-1")]
    public void Any_single_event_that_the_instrument_leaves_out_is_named()
    {
        for (var i = 0; i < Story.Length; i++)
        {
            // Left out of its log, but told to the broker; told to neither, with its numbers closed up; and never delivered.
            var told = Tell(Story);
            Assert.Contains(SessionDiff.Compare(Without(told, i), told, Observed), f => f.Code == "removed" && f.Sequence == i);
            Assert.Contains(SessionDiff.Compare(told, Without(told, i), Observed), f => f.Code == "not-delivered" && f.Sequence == i);
        }
    }

    [Theory]
    [InlineData(typeof(Started), "no-start")]
    [InlineData(typeof(Asked), "grant-without-ask")]
    [InlineData(typeof(Granted), "channel-without-grant")]
    [InlineData(typeof(ChannelOpened), "channel-omitted")]
    [InlineData(typeof(ChannelClosed), "channel-left-open")]
    [InlineData(typeof(ChannelMetered), "meter-omitted")]
    [InlineData(typeof(Ended), "missing-end")]
    public void An_event_told_to_nobody_shows_in_what_is_left(Type omitted, string code)
    {
        var at = Array.FindIndex(Story, e => e.GetType() == omitted);
        var lie = Tell([.. Story[..at], .. Story[(at + 1)..]]);
        Assert.Contains(SessionDiff.Compare(lie, lie, Observed), f => f.Code == code);
    }

    [Theory]
    [InlineData(11, 500, 2000, 90_000, "records to the instrument: the instrument says 11, the broker counted 10")]
    [InlineData(10, 501, 2000, 90_000, "bytes to the instrument: the instrument says 501, the broker counted 500")]
    [InlineData(10, 500, 1999, 90_000, "records from the instrument: the instrument says 1999, the broker counted 2000")]
    [InlineData(10, 500, 2000, 89_999, "bytes from the instrument: the instrument says 89999, the broker counted 90000")]
    public void One_misstated_count_is_named_with_channel_and_both_numbers(long recordsIn, long bytesIn, long recordsOut, long bytesOut, string sentence)
    {
        var lie = Tell([.. Story.Select(e => e is ChannelMetered m ? new ChannelMetered(m.Channel, recordsIn, bytesIn, recordsOut, bytesOut) : e)]);
        var finding = Assert.Single(SessionDiff.Compare(lie, lie, Observed));
        Assert.Equal("meter-differs", finding.Code);
        Assert.Contains("Channel 1, " + sentence, finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_used_twice_and_a_count_of_nothing_are_named_with_their_place()
    {
        var asked = Story.OfType<Asked>().First();
        var granted = Story.OfType<Granted>().Single();
        var metered = Story.OfType<ChannelMetered>().Single();
        SessionEvent[] lie =
        [
            .. Story[..^2], asked, granted, metered, new ChannelMetered(new ChannelId(7), 0, 0, 0, 0), .. Story[^2..],
        ];

        var findings = SessionDiff.Compare(Tell(lie), Tell(lie), Observed);

        long from = Story.Length - 2;
        Assert.Equal([("ask-reused", from), ("grant-reused", from + 1), ("metered-twice", from + 2), ("meter-without-channel", from + 3)], findings.Select(f => (f.Code, f.Sequence!.Value)));
        Assert.All(findings, f => Assert.StartsWith($"Event {f.Sequence} (", f.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Other_bytes_at_the_same_number_are_a_fork()
    {
        var other = Tell([.. Story[..6], new Granted(new GrantId(1), new AskId(1), Capability.ViewScreen, 9999, new SessionTime(1), "p", TestEvidence.Signed.Sha256, TestEvidence.Receipt), .. Story[7..]]);
        Assert.Equal([("fork", 6L)], SessionDiff.Compare(Tell(Story), other, Observed).Select(f => (f.Code, f.Sequence!.Value)));
        Assert.Contains(SessionDiff.Compare(Tell(Story), [.. Tell(Story), other[6]], Observed), f => f.Code == "fork");
    }

    [Fact]
    public void Channels_that_only_one_side_knows_are_named()
    {
        var more = Observed with { Meters = [.. Observed.Meters, new ChannelMeter(new ChannelId(2), 1, 1, 0, 0)] };
        Assert.Equal(["channel-omitted", "meter-omitted"], SessionDiff.Compare(Tell(Story), Tell(Story), more).Select(f => f.Code));
        Assert.Equal(["not-observed"], SessionDiff.Compare(Tell(Story), Tell(Story), Observed with { Meters = [] }).Select(f => f.Code));
    }

    [Fact]
    public void The_end_must_be_told_and_seen()
    {
        var endless = Tell(Story[..^1]);
        Assert.Contains(SessionDiff.Compare(endless, endless, Observed), f => f.Code == "missing-end");
        var watched = new ObservedSession(Observed.Meters, SawEnd: false, RecordedMissingEnd: true);
        Assert.Contains(SessionDiff.Compare(endless, endless, watched), f => f.Code == "missing-end-recorded");
        Assert.Equal(["end-not-observed"], SessionDiff.Compare(Tell(Story), Tell(Story), Observed with { SawEnd = false }).Select(f => f.Code));
    }

    [Fact]
    public void A_channel_that_the_end_names_as_unmetered_is_a_warning_and_one_that_it_hides_an_error()
    {
        var story = Story.Where(e => e is not ChannelMetered).ToArray();
        var frank = Tell([.. story[..^1], new Ended(Party.Instrument, EndReason.LinkLost, [new ChannelId(1)])]);
        Assert.Equal([(FindingSeverity.Warning, "unmetered")], SessionDiff.Compare(frank, frank, Observed).Select(f => (f.Severity, f.Code)));
        Assert.Equal(["not-metered", "meter-omitted"], SessionDiff.Compare(Tell(story), Tell(story), Observed).Select(f => f.Code));
    }

    private static List<StoryEvent> Tell(IReadOnlyList<SessionEvent> story)
    {
        var texts = new MemoryTexts();
        return [.. story.Select((happened, i) =>
        {
            Assert.Equal(RecordFailure.None, StoryEvent.TryRead(RecordWriter.Write(SampleEvents.Record(happened, texts, i)), out var told));
            return told!;
        })];
    }

    private static List<StoryEvent> Without(List<StoryEvent> story, int index) => [.. story.Where((_, i) => i != index)];
}

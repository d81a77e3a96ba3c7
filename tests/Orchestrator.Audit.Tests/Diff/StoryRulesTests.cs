using Orchestrator.Audit.Diff;
using Orchestrator.Audit.Tests.Records;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Audit.Tests.Diff;

/// <summary>The rules of a story one by one: a short honest story, and for each rule a change of it that breaks this rule and no other.</summary>
public sealed class StoryRulesTests
{
    private static readonly ChannelId Channel = new(1);
    private static readonly Asked Question = new(new AskId(1), Party.Technician, Capability.ViewScreen, 5, "to look", null, null, TestEvidence.Signed);
    private static readonly Asked Next = Question with { Ask = new AskId(2) };
    private static readonly Granted Yes = new(new GrantId(1), new AskId(1), Capability.ViewScreen, 300, new SessionTime(1), "p", TestEvidence.Signed.Sha256, TestEvidence.Receipt);
    private static readonly Renewed More = new(new GrantId(1), new AskId(2), 300, new SessionTime(2), "p", TestEvidence.Signed.Sha256, TestEvidence.Receipt);
    private static readonly ChannelOpened Open = new(Channel, new GrantId(1), Capability.ViewScreen);
    private static readonly ChannelClosed Closed = new(Channel, Capability.ViewScreen, EndReason.OperatorRevoked);

    private static readonly SessionEvent[] Honest =
    [
        SampleEvents.All[0], new Opened(), Question, Yes, Open, Next, More, Closed, new ChannelMetered(Channel, 1, 2, 3, 4), new GrantEnded(new GrantId(1), Capability.ViewScreen, Party.Operator, EndReason.OperatorRevoked),
        Question with { Ask = new AskId(3) }, new AskEnded(new AskId(3), AskOutcome.Refused), new Ended(Party.Operator, EndReason.Closed, []),
    ];

    private static readonly Dictionary<string, Func<SessionEvent, IEnumerable<SessionEvent>>> Lies = new()
    {
        ["no-start"] = e => e is Started ? [new ViewPaused(), e] : [e],
        ["start-twice"] = e => e is Started ? [e, e] : [e],
        ["after-end"] = e => e is Ended ? [e, new ViewPaused()] : [e],
        ["ask-reused"] = e => e is AskEnded ? [e, Question] : [e],
        ["answer-without-ask"] = e => e is AskEnded ? [e, e] : [e],
        ["grant-without-ask"] = e => e is Granted ? [Yes with { Ask = new AskId(9) }] : [e],
        ["grant-reused"] = e => e is AskEnded ended ? [Yes with { Ask = ended.Ask }] : [e],
        ["renewal-without-grant"] = e => e is Renewed ? [More with { Grant = new GrantId(9) }] : [e],
        ["end-without-grant"] = e => e is GrantEnded ? [e, e] : [e],
        ["channel-without-grant"] = e => e is ChannelOpened ? [Open with { Grant = new GrantId(9) }] : [e],
        ["channel-reused"] = e => e is ChannelClosed ? [e, Open, e] : [e],
        ["close-without-channel"] = e => e is ChannelClosed ? [e, e] : [e],
        ["channel-left-open"] = e => e is ChannelClosed ? [] : [e],
        ["meter-without-channel"] = e => e is Opened ? [e, new ChannelMetered(new ChannelId(9), 0, 0, 0, 0)] : [e],
        ["metered-twice"] = e => e is ChannelMetered ? [e, e] : [e],
    };

    [Fact]
    public void An_honest_story_breaks_none()
    {
        Assert.Empty(Broken(Honest));
        Assert.Empty(Uncounted(Honest));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-1")]
    public void Each_lie_breaks_the_rule_that_is_named_after_it()
    {
        foreach (var (code, lie) in Lies)
            Assert.Equal([code], Broken([.. Honest.SelectMany(lie)]).Select(rule => rule.Code));
    }

    [Theory]
    [InlineData(Capability.ControlInput, "grant-without-ask")]
    [InlineData(Capability.ViewScreen, "")]
    public void A_yes_is_for_what_was_asked_and_a_channel_for_what_was_allowed(Capability asked, string code)
    {
        var answered = Broken([Honest[0], Question with { Capability = asked }, Yes, Open]).Select(rule => rule.Code);
        var opened = Broken([Honest[0], Question with { Capability = asked }, Yes with { Capability = asked }, Open]).Select(rule => rule.Code);

        Assert.Equal(code.Length > 0 ? [code] : [], answered);
        Assert.Equal(code.Length > 0 ? ["channel-without-grant"] : [], opened);
    }

    [Fact]
    public void An_answered_question_waits_no_more_and_an_ended_grant_carries_nothing()
    {
        Assert.Equal(["grant-without-ask"], Broken([Honest[0], Question, Yes, Yes with { Grant = new GrantId(2) }]).Select(rule => rule.Code));
        Assert.Equal(["grant-without-ask"], Broken([Honest[0], Question, Yes, Next, More, More]).Select(rule => rule.Code));
        Assert.Equal(["channel-without-grant"], Broken([Honest[0], Question, Yes, new GrantEnded(Yes.Grant, Yes.Capability, Party.Operator, EndReason.OperatorRevoked), Open]).Select(rule => rule.Code));
    }

    [Fact]
    public void An_event_that_isnt_known_here_has_its_place_too()
    {
        Assert.Equal(["no-start"], Broken([new Unknown("session.newer"), .. Honest]).Select(rule => rule.Code));
        Assert.Equal(["after-end"], Broken([.. Honest, new Unknown("session.newer")]).Select(rule => rule.Code));
        Assert.Empty(Broken([.. Honest[..2], new Unknown("session.newer"), .. Honest[2..]]));
    }

    [Fact]
    public void What_a_closed_channel_carried_is_said_or_said_to_be_unknown()
    {
        var silent = Honest.Where(e => e is not ChannelMetered).ToArray();

        Assert.Equal([Channel], Uncounted(silent));
        Assert.Empty(Uncounted([.. silent[..^1], new Ended(Party.Instrument, EndReason.LinkLost, [Channel])]));
    }

    private static List<BrokenRule> Broken(IReadOnlyList<SessionEvent> story)
    {
        var rules = new StoryRules();
        return [.. story.SelectMany(happened => rules.See(happened))];
    }

    private static IEnumerable<ChannelId> Uncounted(IReadOnlyList<SessionEvent> story)
    {
        var rules = new StoryRules();
        foreach (var happened in story)
            rules.See(happened);
        return rules.Uncounted;
    }
}

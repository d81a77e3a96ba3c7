using CsCheck;

namespace Orchestrator.Domain.Tests.Approvals;

public sealed class ApprovalRulesTests
{
    private static readonly DateTimeOffset Nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly SessionNumber Session = new(123_456_789);
    private static readonly Approval Asked = new(1, Session, "anna", "Anna Berg", CapabilitySet.Of(Capability.ControlInput, Capability.SendFile), "liquid not detected", Nine);
    private static readonly Decider Petra = new("petra", "Petra Lind", IsSupervisor: true);

    [Fact]
    public void A_supervisors_yes_counts_for_one_hour_one_technician_one_session_and_what_was_asked()
    {
        var given = Decided(Asked, Petra, give: true, Nine.AddMinutes(10));

        var approved = Approved(given, Nine.AddMinutes(69));
        Assert.Equal([(Capability.ControlInput, "Petra Lind"), (Capability.SendFile, "Petra Lind")], approved.Select(p => (p.Key, p.Value)));
        Assert.Empty(Approved(given, Nine.AddMinutes(70)));
        Assert.Equal(ApprovalState.Over, ApprovalRules.StateOf(given, Nine.AddMinutes(70)));
        Assert.Empty(ApprovalRules.Approved([given], "bob", Session, _ => true, Nine.AddMinutes(11)));
        Assert.Empty(ApprovalRules.Approved([given], "anna", new SessionNumber(987_654_321), _ => true, Nine.AddMinutes(11)));
        Assert.Empty(Approved(Decided(Asked, Petra, give: false, Nine), Nine));
        Assert.Empty(Approved(Asked, Nine));
    }

    [Fact]
    public void An_approval_of_somebody_who_may_not_approve_any_more_counts_for_nothing()
    {
        var given = Decided(Asked, Petra, give: true, Nine);
        Assert.Empty(ApprovalRules.Approved([given], "anna", Session, by => by.Account != "petra", Nine));
        var other = Decided(Asked with { Id = 2, Capabilities = CapabilitySet.Of(Capability.ControlInput) }, new Decider("quinn", "Quinn Fox", true), give: true, Nine);
        Assert.Equal([(Capability.ControlInput, "Quinn Fox")], ApprovalRules.Approved([given, other], "anna", Session, by => by.Account != "petra", Nine).Select(p => (p.Key, p.Value)));
    }

    [Fact]
    public void Nobody_but_another_supervisor_decides()
    {
        Assert.Equal("NOT_SUPERVISOR", Refused(Asked, Petra with { IsSupervisor = false }));
        Assert.Equal("OWN_REQUEST", Refused(Asked, new Decider("anna", "Anna Berg", true)));
        Assert.Equal("BAD_MEANING", Refused(Asked, Petra, meaning: " "));
        Assert.Equal("BAD_MEANING", Refused(Asked, Petra, meaning: new string('x', ApprovalRules.MaxCharacters + 1)));
        Assert.Equal("REQUEST_OVER", Refused(Asked, Petra, at: Nine + ApprovalRules.Life));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_decided_stays_so_whoever_comes_next(bool first)
    {
        var decided = Decided(Asked, Petra, first, Nine);
        Assert.Equal("ALREADY_DECIDED", Refused(decided, new Decider("quinn", "Quinn Fox", true)));
        Assert.Equal("ALREADY_DECIDED", Refused(decided, Petra, at: Nine.AddHours(2)));
    }

    [Fact]
    public void Only_so_many_requests_wait_at_one_time()
    {
        var three = Enumerable.Range(1, ApprovalRules.MaxOpen).Select(i => Asked with { Id = i }).ToList();
        Assert.Null(ApprovalRules.WhyNotAsk(three[1..], Asked.Capabilities, "why", Nine));
        Assert.Equal("TOO_MANY_REQUESTS", ApprovalRules.WhyNotAsk(three, Asked.Capabilities, "why", Nine)!.Code);
        Assert.Null(ApprovalRules.WhyNotAsk(three, Asked.Capabilities, "why", Nine + ApprovalRules.Life));
        Assert.Null(ApprovalRules.WhyNotAsk([.. three[1..], Decided(three[0], Petra, false, Nine)], Asked.Capabilities, "why", Nine));
        Assert.Equal("BAD_CAPABILITY", ApprovalRules.WhyNotAsk([], default, "why", Nine)!.Code);
        Assert.Equal("BAD_CAPABILITY", ApprovalRules.WhyNotAsk([], new CapabilitySet(0x40), "why", Nine)!.Code);
        Assert.Equal("BAD_REASON", ApprovalRules.WhyNotAsk([], Asked.Capabilities, "", Nine)!.Code);
    }

    [Fact]
    public void Whatever_people_try_a_request_is_decided_once_by_a_supervisor_who_didnt_ask()
    {
        var attempt = Gen.Select(Gen.Int[0, 3], Gen.Bool, Gen.Bool, Gen.Int[0, 40]);
        attempt.List[0, 20].Sample(attempts =>
        {
            var approval = Asked;
            var now = Nine;
            foreach (var (person, supervisor, give, minutes) in attempts)
            {
                now += TimeSpan.FromMinutes(minutes);
                var before = approval;
                var (decided, refusal) = ApprovalRules.Decide(approval, new Decider(person == 0 ? "anna" : $"s{person}", "Name", supervisor), give, "checked", now);
                Assert.True(decided is null != refusal is null);
                approval = decided ?? approval;
                if (decided is not null)
                {
                    Assert.Null(before.Decision);
                    Assert.True(supervisor && person != 0 && now - Asked.AskedAt < ApprovalRules.Life);
                }

                var counts = Approved(approval, now).Count > 0;
                Assert.Equal(approval.Decision is { Given: true } d && now - d.At < ApprovalRules.Life, counts);
            }
        });
    }

    private static Approval Decided(Approval approval, Decider who, bool give, DateTimeOffset at) => ApprovalRules.Decide(approval, who, give, "checked", at).Decided!;

    private static string Refused(Approval approval, Decider who, string meaning = "checked", DateTimeOffset? at = null) =>
        ApprovalRules.Decide(approval, who, true, meaning, at ?? Nine).Refusal!.Code;

    private static System.Collections.Immutable.ImmutableSortedDictionary<Capability, string> Approved(Approval approval, DateTimeOffset now) =>
        ApprovalRules.Approved([approval], "anna", Session, _ => true, now);
}

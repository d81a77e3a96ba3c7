namespace Orchestrator.Domain.Tests.Policy;

/// <summary>Hours: when a rule applies, and until when an answer holds.</summary>
[Trait("Requirement", "R-AUTHZ-7")]
public sealed class PolicyHoursTests
{
    private static readonly DateTime Monday = new(2026, 11, 23);

    [Theory]
    [InlineData(0, 7, 59, false)]
    [InlineData(0, 8, 0, true)]
    [InlineData(0, 16, 59, true)]
    [InlineData(0, 17, 0, false)]
    [InlineData(5, 12, 0, false)]
    public void They_begin_with_their_first_minute_and_end_before_their_last(int day, int hour, int minute, bool within) =>
        Assert.Equal(within, Week(8, 17).Contains(Monday.AddDays(day).AddHours(hour).AddMinutes(minute)));

    [Fact]
    public void An_answer_holds_until_the_hours_end() => Assert.Equal(Monday.AddHours(17), Holds(Monday.AddHours(9.5), Week(8, 17)));

    [Fact]
    public void Spans_that_touch_are_one_also_over_midnight()
    {
        Assert.Equal(Monday.AddHours(30), Holds(Monday.AddHours(23), new PolicyHours([], 20 * 60, 1440), new PolicyHours([], 0, 6 * 60)));
        Assert.Equal(Monday.AddHours(17), Holds(Monday.AddHours(9), Week(8, 12), Week(12, 17)));
    }

    [Fact]
    public void Outside_them_an_answer_holds_until_they_begin() => Assert.Equal(Monday.AddDays(7).AddHours(8), Holds(Monday.AddDays(4).AddHours(17), Week(8, 17)));

    [Fact]
    public void Hours_that_are_always_change_nothing() => Assert.Null(Holds(Monday, new PolicyHours([], 0, 1440)));

    [Fact]
    public void Hours_of_a_rule_that_doesnt_apply_for_another_reason_change_nothing()
    {
        var rule = new PolicyRule { Id = "a", Effect = PolicyEffect.Deny, Roles = ["supervisor"], Hours = [Week(8, 17)] };
        Assert.Null(Ask(Monday, rule).HoldsUntil);
    }

    [Fact]
    public void A_deny_that_begins_later_ends_an_answer_too()
    {
        var always = new PolicyRule { Id = "a", Effect = PolicyEffect.Permit };
        var noon = new PolicyRule { Id = "b", Effect = PolicyEffect.Deny, Hours = [Week(12, 13)] };

        var answer = Ask(Monday.AddHours(11), always, noon);

        Assert.Equal((PolicyOutcome.Permitted, Monday.AddHours(12)), (answer.Outcome, answer.HoldsUntil));
    }

    private static PolicyHours Week(int from, int to) =>
        new([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], from * 60, to * 60);

    private static DateTime? Holds(DateTime now, params PolicyHours[] hours) => Ask(now, new PolicyRule { Id = "a", Effect = PolicyEffect.Permit, Hours = [.. hours] }).HoldsUntil;

    private static PolicyAnswer Ask(DateTime now, params PolicyRule[] rules) =>
        new VendorPolicy(1, "UTC", [.. rules]).Ask(new PolicyQuestion { Role = "technician", Capability = Capability.ViewScreen, LocalTime = now });
}

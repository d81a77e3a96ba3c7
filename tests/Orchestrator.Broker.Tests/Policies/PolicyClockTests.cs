using Orchestrator.Broker.Policies;

namespace Orchestrator.Broker.Tests.Policies;

/// <summary>Hours of a zone as moments, also where clocks are changed.</summary>
[Trait("Requirement", "R-AUTHZ-7")]
public sealed class PolicyClockTests
{
    private static readonly TimeZoneInfo Zurich = TimeZoneInfo.FindSystemTimeZoneById("Europe/Zurich");
    private static readonly TimeSpan Life = TimeSpan.FromHours(8);

    [Theory]
    [InlineData("2026-03-02T09:00Z", "2026-03-02T12:00", "2026-03-02T11:00Z")]
    [InlineData("2026-07-02T09:00Z", "2026-07-02T12:00", "2026-07-02T10:00Z")]
    [InlineData("2026-03-02T09:00Z", "2026-03-05T12:00", "2026-03-02T17:00Z")]
    [InlineData("2026-03-02T09:00Z", null, "2026-03-02T17:00Z")]
    // 02:00 becomes 03:00 on 29 March: what ends at 02:30 there, or later, ends with the change.
    [InlineData("2026-03-29T00:30Z", "2026-03-29T02:30", "2026-03-29T01:00Z")]
    [InlineData("2026-03-28T22:00Z", "2026-03-29T04:00", "2026-03-29T01:00Z")]
    [InlineData("2026-03-28T22:00Z", "2026-03-29T01:30", "2026-03-29T00:30Z")]
    // 03:00 becomes 02:00 on 25 October: 02:30 comes twice, and the first time counts.
    [InlineData("2026-10-24T23:00Z", "2026-10-25T02:30", "2026-10-25T00:30Z")]
    [InlineData("2026-10-24T23:00Z", "2026-10-25T06:00", "2026-10-25T01:00Z")]
    // Where time doesn't matter, neither does the change.
    [InlineData("2026-03-28T22:00Z", null, "2026-03-29T06:00Z")]
    public void An_answer_ends_at_a_moment(string now, string? until, string expected)
    {
        var at = At(now);
        var end = PolicyClock.End(Zurich, at, until is null ? null : DateTime.Parse(until, System.Globalization.CultureInfo.InvariantCulture), at + Life);

        Assert.InRange(end, At(expected) - TimeSpan.FromMilliseconds(1), At(expected));
        Assert.True(end > at);
    }

    [Fact]
    public void Local_time_is_that_of_the_zone() => Assert.Equal(new DateTime(2026, 7, 2, 11, 0, 0), PolicyClock.Local(Zurich, At("2026-07-02T09:00Z")));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}

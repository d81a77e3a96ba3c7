using Orchestrator.Broker.Training;

namespace Orchestrator.Broker.Tests.Training;

[Trait("Requirement", "R-TRN-1")]
public sealed class TrainingRulesTests
{
    private static readonly RequiredCourse Course = new("remote-support", "2", 80);
    private static readonly DateOnly Taken = new(2026, 1, 10);

    [Theory]
    [InlineData("2026-01-10T00:00:00Z", true)]
    [InlineData("2026-02-08T23:59:59Z", true)]
    [InlineData("2026-02-09T00:00:00Z", false)]
    [InlineData("2026-01-09T09:59:59Z", false)]
    [InlineData("2026-01-09T10:00:00Z", true)] // already the tenth where the day begins first
    public void A_record_counts_from_its_day_until_its_last(string now, bool isCurrent) =>
        Assert.Equal(isCurrent, Missing(now, Record()) is null);

    [Fact]
    public void Another_course_another_version_or_too_few_points_dont_count()
    {
        Assert.NotNull(Missing("2026-01-20T00:00:00Z", Record() with { Course = "safety" }));
        Assert.NotNull(Missing("2026-01-20T00:00:00Z", Record() with { Version = "1" }));
        Assert.NotNull(Missing("2026-01-20T00:00:00Z", Record() with { Score = 79 }));
        Assert.Null(Missing("2026-01-20T00:00:00Z", Record() with { Score = 79 }, Record()));
    }

    [Fact]
    public void Whoever_never_took_it_is_told_something_else_than_whose_record_ran_out()
    {
        Assert.Null(Missing("2026-03-01T00:00:00Z")!.ExpiredOn);
        Assert.Equal(new DateOnly(2026, 2, 9), Missing("2026-03-01T00:00:00Z", Record())!.ExpiredOn);
    }

    [Fact]
    public void Every_field_of_a_record_is_in_its_hash()
    {
        var record = Record();
        var hashes = new[]
        {
            record, record with { Account = "b" }, record with { Course = "c" }, record with { Version = "3" }, record with { Trainer = "t" },
            record with { TakenOn = Taken.AddDays(1) }, record with { Score = 91 }, record with { ValidDays = 31 },
            record with { Account = "annar", Course = "emote-support" },
        }.Select(r => r.Hash());
        Assert.Equal(9, hashes.Distinct().Count());
    }

    private static TrainingRecord Record() => new("anna", "remote-support", "2", "Petra Lind", Taken, 90, 30);

    private static MissingTraining? Missing(string now, params TrainingRecord[] records) =>
        TrainingRules.FirstMissing([Course], records, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
}

using System.Globalization;
using Orchestrator.Broker.Training;

namespace Orchestrator.Broker.Tests.Training;

[Trait("Requirement", "R-TRN-1")]
public sealed class TrainingRulesTests
{
    private static readonly Course Course = new("remote-support", "2", "aa", 80, 365, CourseStore.AllRoles, new DateOnly(2026, 1, 1));
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
    public void Another_course_version_or_content_or_too_few_points_dont_count()
    {
        Assert.NotNull(Missing("2026-01-20T00:00:00Z", Record() with { Course = "safety" }));
        Assert.NotNull(Missing("2026-01-20T00:00:00Z", Record() with { Version = "1" }));
        Assert.NotNull(Missing("2026-01-20T00:00:00Z", Record() with { ContentSha256 = "bb" }));
        Assert.NotNull(Missing("2026-01-20T00:00:00Z", Record() with { Score = 79 }));
        Assert.Null(Missing("2026-01-20T00:00:00Z", Record() with { Score = 79 }, Record()));
    }

    [Theory]
    [InlineData("technician", "technician", true)]
    [InlineData("technician", "supervisor", false)]
    [InlineData("technician supervisor", "supervisor", true)]
    [InlineData("", "technician", false)]
    public void A_course_stands_before_the_roles_that_need_it(string roles, string role, bool isNeeded) =>
        Assert.Equal(isNeeded, TrainingRules.FirstMissing([Course with { Roles = roles.Split(' ') }], role, [], At("2026-01-20T00:00:00Z")) is not null);

    [Fact]
    public void A_newer_version_takes_over_on_its_day_and_not_before()
    {
        Course[] versions = [Course with { Version = "3", RequiredFrom = new DateOnly(2026, 3, 1) }, Course, Course with { Name = "safety" }];

        Assert.Equal(["2", "2"], TrainingRules.InForce(versions, At("2026-02-28T23:59:59Z")).Select(c => c.Version));
        Assert.Equal(["3", "2"], TrainingRules.InForce(versions, At("2026-03-01T00:00:00Z")).Select(c => c.Version));
        Assert.Empty(TrainingRules.InForce(versions, At("2025-12-31T23:59:59Z")));
    }

    [Fact]
    public void Whoever_never_took_it_is_told_something_else_than_whose_record_ran_out()
    {
        Assert.Null(Missing("2026-03-01T00:00:00Z")!.ExpiredOn);
        Assert.Equal(new DateOnly(2026, 2, 9), Missing("2026-03-01T00:00:00Z", Record())!.ExpiredOn);
    }

    [Theory]
    [InlineData("anna", true)]
    [InlineData("ANNA", true)]
    [InlineData(" anna  BERG ", true)]
    [InlineData("Ａnna Berg", true)]
    [InlineData("Petra Lind", false)]
    public void A_trainers_name_may_not_be_the_persons_own_however_it_is_written(string trainer, bool isOneself) =>
        Assert.Equal(isOneself, TrainingRules.IsOneself(trainer, "anna", "Anna Berg"));

    [Fact]
    [Trait("Requirement", "R-TRN-2")]
    public void Every_field_of_a_record_and_of_a_course_is_in_its_hash()
    {
        var record = Record();
        var records = new[]
        {
            record, record with { Account = "b" }, record with { Course = "c" }, record with { Version = "3" }, record with { ContentSha256 = "ab" }, record with { Trainer = "t" },
            record with { TakenOn = Taken.AddDays(1) }, record with { Score = 91 }, record with { ValidDays = 31 },
            record with { Account = "annar", Course = "emote-support" },
        }.Select(r => r.Hash());
        var courses = new[]
        {
            Course, Course with { Name = "c" }, Course with { Version = "3" }, Course with { ContentSha256 = "ab" }, Course with { PassScore = 81 }, Course with { ValidDays = 366 },
            Course with { Roles = ["technician"] }, Course with { RequiredFrom = Taken },
        }.Select(c => c.Hash());
        Assert.Equal(18, records.Concat(courses).Distinct().Count());
    }

    private static TrainingRecord Record() => new("anna", "remote-support", "2", "aa", "Petra Lind", Taken, 90, 30);

    private static MissingTraining? Missing(string now, params TrainingRecord[] records) => TrainingRules.FirstMissing([Course], "technician", records, At(now));

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}

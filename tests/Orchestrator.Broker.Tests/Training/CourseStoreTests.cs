using System.Security.Cryptography;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Admission;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Broker.Training;

namespace Orchestrator.Broker.Tests.Training;

public sealed class CourseStoreTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    [Trait("Requirement", "R-TRN-1")]
    public async Task A_new_vendor_has_two_courses_whose_documents_lie_there_to_be_taught()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);

        var courses = await broker.Courses.InForceAsync(None);

        Assert.Equal(["remote-support", "data-and-privacy"], courses.Select(c => c.Name));
        foreach (var course in courses)
        {
            var document = await File.ReadAllBytesAsync(Path.Combine(broker.Folder.Courses, $"{course.Name}-{course.Version}.md"));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(document)), course.ContentSha256);
            Assert.Equal(CourseStore.AllRoles, course.Roles);
        }
    }

    [Theory]
    [Trait("Requirement", "R-TRN-1")]
    [InlineData("remote-support")]
    [InlineData("data-and-privacy")]
    public async Task Without_any_one_of_the_courses_nobody_is_admitted(string left)
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddActivatedAsync("ben", "Ben Ode", "technician");
        foreach (var course in (await broker.Courses.InForceAsync(None)).Where(c => c.Name != left))
        {
            await broker.Training.RecordAsync(Result(broker, "ben", course.Name), TestBroker.Owner, None);
        }

        var refused = Assert.IsType<AdmitOutcome.Refused>(await broker.AdmitAsync(broker.Wish("ben")));

        Assert.Equal(AdmissionCodes.TrainingExpired, refused.Code);
        Assert.Contains($"'{left}'", refused.Sentence, StringComparison.Ordinal);
        await broker.Training.RecordAsync(Result(broker, "ben", left), TestBroker.Owner, None);
        Assert.IsType<AdmitOutcome.Admitted>(await broker.AdmitAsync(broker.Wish("ben")));
    }

    [Fact]
    [Trait("Requirement", "R-TRN-1")]
    public async Task A_newer_version_is_wanted_from_its_day_on_while_the_broker_serves()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        await broker.Courses.AddAsync(Course("remote-support", "2") with { RequiredFrom = new DateOnly(2026, 3, 9) }, TestBroker.Owner, None);
        Assert.IsType<AdmitOutcome.Admitted>(await broker.AdmitAsync(broker.Wish()));

        await broker.SleepAsync(TimeSpan.FromDays(7));

        var refused = Assert.IsType<AdmitOutcome.Refused>(await broker.AdmitAsync(broker.Wish()));
        Assert.Contains("'remote-support', version 2", refused.Sentence, StringComparison.Ordinal);
        await broker.Training.RecordAsync(Result(broker, "anna", "remote-support") with { Version = "2" }, TestBroker.Owner, None);
        Assert.IsType<AdmitOutcome.Admitted>(await broker.AdmitAsync(broker.Wish()));
    }

    [Fact]
    public async Task A_retired_course_is_wanted_from_nobody_but_data_and_privacy_cant_be_left_out()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddActivatedAsync("ben", "Ben Ode", "technician");
        await broker.Training.RecordAsync(Result(broker, "ben", "data-and-privacy"), TestBroker.Owner, None);

        await broker.Courses.RetireAsync("remote-support", TestBroker.Owner, None);

        Assert.IsType<AdmitOutcome.Admitted>(await broker.AdmitAsync(broker.Wish("ben")));
        Assert.Equal(ExitCode.Refused, (await Assert.ThrowsAsync<BrokerException>(() => broker.Courses.RetireAsync("data-and-privacy", TestBroker.Owner, None))).Code);
        Assert.Equal(ExitCode.NotFound, (await Assert.ThrowsAsync<BrokerException>(() => broker.Courses.RetireAsync("remote-support", TestBroker.Owner, None))).Code);
        Assert.Equal(ExitCode.Exists, (await Assert.ThrowsAsync<BrokerException>(() => broker.Courses.AddAsync(Course("remote-support", "1"), TestBroker.Owner, None))).Code);
    }

    [Fact]
    [Trait("Requirement", "R-TRN-1")]
    public async Task A_store_without_the_course_on_data_and_privacy_isnt_served_and_admits_nobody()
    {
        await using var broker = await TestBroker.CreateAsync();
        await broker.AddTrainedAsync();
        await using (var db = broker.Store.CreateDbContext())
        {
            db.Courses.Remove(db.Courses.Single(c => c.Name == "data-and-privacy"));
            await db.SaveChangesAsync();
        }

        await Assert.ThrowsAsync<BrokerException>(() => broker.AdmitAsync(broker.Wish()));
        await broker.CloseAsync();
        var refused = await Assert.ThrowsAsync<BrokerException>(broker.OpenAsync);
        Assert.Equal(ExitCode.DataFolder, refused.Code);
        Assert.Contains("data-and-privacy", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Remote Support", "1", 80, 365, "technician")]
    [InlineData("course", "", 80, 365, "technician")]
    [InlineData("course", "1", 101, 365, "technician")]
    [InlineData("course", "1", 80, 0, "technician")]
    [InlineData("course", "1", 80, 3654, "technician")]
    [InlineData("course", "1", 80, 365, "operator")]
    [InlineData("data-and-privacy", "2", 80, 365, "technician")]
    public async Task A_course_that_makes_no_sense_is_refused(string name, string version, int passScore, int validDays, string role)
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        var course = new Course(name, version, Content, passScore, validDays, [role], new DateOnly(2026, 3, 2));
        Assert.Equal(ExitCode.Refused, (await Assert.ThrowsAsync<BrokerException>(() => broker.Courses.AddAsync(course, TestBroker.Owner, None))).Code);
    }

    [Fact]
    [Trait("Requirement", "R-TRN-2")]
    public async Task A_record_has_the_courses_content_and_never_counts_longer_than_the_course()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        await broker.AddActivatedAsync("ben", "Ben Ode", "technician");
        await broker.Courses.AddAsync(Course("safety", "1") with { ValidDays = 30 }, TestBroker.Owner, None);
        var result = Result(broker, "ben", "safety");

        var record = await broker.Training.RecordAsync(result, TestBroker.Owner, None);

        Assert.Equal((Content, 30), (record.ContentSha256, record.ValidDays));
        Assert.Equal(10, (await broker.Training.RecordAsync(result with { ValidDays = 10 }, TestBroker.Owner, None)).ValidDays);
        foreach (var refused in new[] { result with { ValidDays = 31 }, result with { ValidDays = 0 }, result with { Score = 101 }, result with { Trainer = "Ben Ode" }, result with { Trainer = "BEN" }, result with { TakenOn = new DateOnly(2026, 3, 4) } })
        {
            Assert.Equal(ExitCode.Refused, (await Assert.ThrowsAsync<BrokerException>(() => broker.Training.RecordAsync(refused, TestBroker.Owner, None))).Code);
        }

        Assert.Equal(ExitCode.NotFound, (await Assert.ThrowsAsync<BrokerException>(() => broker.Training.RecordAsync(result with { Version = "9" }, TestBroker.Owner, None))).Code);
    }

    private static string Content { get; } = new('a', 64);

    private static Course Course(string name, string version) => new(name, version, Content, 80, 365, CourseStore.AllRoles, new DateOnly(2026, 3, 2));

    private static TrainingResult Result(TestBroker broker, string account, string course) =>
        new(account, course, "1", "Petra Lind", DateOnly.FromDateTime(broker.Time.GetUtcNow().UtcDateTime), 90);
}

using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Broker.Training;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Tests.Journal;

public sealed class BrokerJournalTests
{
    private static readonly Type[] All = SampleObservations.Kinds;

    public static TheoryData<Type> Kinds => [.. All];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_observation_has_a_record(Type kind)
    {
        var body = SampleObservations.Record(SampleObservations.Of(kind));
        Assert.True(EventCodes.IsCode(body.Event), body.Event);
        Assert.EndsWith(".", body.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_observations_share_a_code()
    {
        var codes = All.Select(kind => SampleObservations.Record(SampleObservations.Of(kind)).Event).ToList();
        Assert.Equal(codes.Count, codes.Distinct().Count());
    }

    [Fact]
    [Trait("Requirement", "R-TRN-2")]
    public async Task What_administration_did_while_nobody_served_is_in_the_log_at_the_next_start()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        await broker.AddTrainedAsync();
        await broker.Changes.DisableAsync("anna", TestBroker.Owner, CancellationToken.None);
        await broker.OpenAsync();
        await broker.CloseAsync();
        var codes = broker.LogLines().Select(Event).ToList();
        Assert.Equal(["course.added", "course.added", "policy.installed", "account.added", "training.recorded", "training.recorded", "account.disabled"], codes);
        var recorded = broker.LogLines()[5];
        var course = (await broker.Courses.ListAsync(CancellationToken.None)).Single(c => c.Name == Course.DataAndPrivacy);
        foreach (var field in new[] { "\"score\":95", "\"trainer\":\"Tom Trainer\"", "\"takenOn\":\"2026-03-02\"", "\"sha256\":\"", $"\"content\":\"{course.ContentSha256}\"" })
        {
            Assert.Contains(field, recorded, StringComparison.Ordinal);
        }

        await broker.OpenAsync();
        await broker.CloseAsync();
        Assert.Equal(7, broker.LogLines().Length);
    }

    [Fact]
    public async Task A_checkpoint_verifies_under_the_key_that_the_clients_have()
    {
        await using var broker = await TestBroker.CreateAsync();
        Assert.True(broker.Parts.Journal.LatestCheckpoint.IsEmpty);
        await broker.Parts.Journal.AppendAsync(new BrokerObservations.Vetoed(new SessionNumber(123456789), "account disabled"), CancellationToken.None);
        await broker.Parts.Journal.CheckpointAsync(CancellationToken.None);
        var key = new NoteKey("support.example.com/broker", broker.Parts.Keyring.Configuration.BrokerLogKey);
        Assert.Equal(NoteFailure.None, SignedCheckpoint.Verify(broker.Parts.Journal.LatestCheckpoint.Span, key, out var checkpoint));
        Assert.Equal(broker.Parts.Journal.Size, checkpoint!.Checkpoint.Size);
    }

    [Theory]
    [InlineData(null, "broker", null)]
    [InlineData("petra", "administrator", "petra")]
    public void A_record_about_a_plugin_says_which_and_who_asked(string? askedBy, string kind, string? account)
    {
        var by = askedBy is null ? null : ActingPerson.DataFolderOwner(askedBy);
        var body = SampleObservations.Record(new PluginObservations.PluginRolledBack(
            new PluginObservations.PluginFacts("audit.file", "2.0.0", 3, "ab", "Example Instruments", "It didn't start. audit.file 1.0.0 #2 goes on.", by, 4)));

        Assert.Equal((PluginEventCodes.RolledBack, "It didn't start. audit.file 1.0.0 #2 goes on."), (body.Event, body.Sentence));
        Assert.Equal((kind, account), (body.Who.Kind, body.Who.OsAccount));
        Assert.Equal(
            "{\"plugin\":\"audit.file\",\"version\":\"2.0.0\",\"generation\":3,\"manifest\":\"ab\",\"publisher\":\"Example Instruments\",\"leftOut\":4}",
            body.Data.Read().GetRawText());
    }

    [Fact]
    public async Task A_second_broker_on_one_folder_is_refused()
    {
        await using var broker = await TestBroker.CreateAsync();
        var refused = await Assert.ThrowsAsync<BrokerException>(() => Orchestrator.Broker.Hosting.BrokerParts.OpenAsync(
            broker.Folder.Root, broker.Time, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, broker.Passwords, CancellationToken.None));
        Assert.Equal(ExitCode.DataFolder, refused.Code);
    }

    private static string Event(string line) => System.Text.Json.JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()!;
}

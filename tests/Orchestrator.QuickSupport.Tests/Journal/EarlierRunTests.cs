using Orchestrator.Actors.Links;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;
using Orchestrator.Domain;
using Orchestrator.QuickSupport.Journal;
using Orchestrator.QuickSupport.Tests.Support;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Tests.Journal;

/// <summary>What a run finds of the runs before it, and what it keeps against a broker that was set back.</summary>
public sealed class EarlierRunTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Ed25519Key _brokerKey = Ed25519Key.Generate(new SeededRandom(5));
    private readonly List<string> _remarks = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Requirement", "R-AUD-10")]
    public async Task A_run_is_undelivered_until_the_broker_confirmed_it_and_its_note_can_be_lost()
    {
        var first = await RunAsync(1);
        await RunAsync(2, withSession: false);
        await using var now = await StartAsync(3);
        var runs = new EarlierRunsOnDisk(_folder.Path, now, _remarks.Add);
        var run = Assert.Single(runs.Find());
        Assert.Equal((first, Samples.Number), (run.Folder.Path, run.Session));

        await runs.EndedAsync(run, new TailDelivered(0, "TAIL_FAULT", "The server couldn't."));
        Assert.Contains("TAIL_FAULT", Assert.Single(_remarks), StringComparison.Ordinal);
        Assert.Single(runs.Find());

        await runs.EndedAsync(run, new TailDelivered(4, "", ""));
        Assert.Contains("4 records", _remarks[^1], StringComparison.Ordinal);
        Assert.Empty(runs.Find());
        Assert.Equal(DeliveredNote.Of(run.Last!.Checkpoint), DeliveredNote.Read(run.Folder));
        File.Delete(Path.Combine(first, "delivered"));
        Assert.Single(runs.Find());

        var noted = (await TestJournal.ReadAsync(now.Directory)).Where(r => r.Body.Event == EventCodes.RunDelivered).ToList();
        Assert.Equal(["denied", "success"], noted.Select(r => r.Body.Change!.Outcome));
        Assert.Equal(run.Key.Name, noted[1].Body.Data.Read().GetProperty("origin").GetString());
    }

    [Fact]
    public async Task A_run_that_is_going_on_beside_is_no_earlier_run()
    {
        await using var other = await StartAsync(1);
        await other.AppendAsync(new SessionEvents.Started(Samples.Number, Samples.Instrument, SessionPolicy.Default, Samples.RunKey), default);
        await using var now = await StartAsync(2);
        Assert.Empty(new EarlierRunsOnDisk(_folder.Path, now, _remarks.Add).Find());
    }

    [Fact]
    [Trait("Requirement", "R-AUD-6")]
    public async Task A_broker_that_shows_less_of_its_log_than_an_earlier_run_saw_is_recorded_and_said()
    {
        await RunAsync(1, broker: Broker(5, "a"));
        foreach (var (number, shown) in new[] { (2, Broker(3, "b")), (3, Broker(5, "other")) })
        {
            var warned = new List<string>();
            string directory;
            await using (var now = await StartAsync(number, warned.Add))
            {
                directory = now.Directory;
                await now.KeepBrokerCheckpointAsync(shown.Note, default);
                await now.KeepBrokerCheckpointAsync(Broker(9, "later").Note, default);
            }

            Assert.Contains("was set back", Assert.Single(warned), StringComparison.Ordinal);
            var records = await TestJournal.ReadAsync(directory);
            Assert.Equal(5, Assert.Single(records, r => r.Body.Event == EventCodes.PeerCheckpoint).Body.Data.Read().GetProperty("size").GetInt32());
            var data = Assert.Single(records, r => r.Body.Event == EventCodes.PeerRolledBack).Body.Data.Read();
            Assert.Equal((shown.Checkpoint.Size, 5), (data.GetProperty("size").GetInt64(), data.GetProperty("before").GetInt32()));
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task A_broker_that_goes_on_is_no_news_and_strangers_notes_count_for_nothing()
    {
        var first = await RunAsync(1, broker: Broker(5, "a"));
        using var stranger = Ed25519Key.Generate(new SeededRandom(6));
        await File.AppendAllTextAsync(Path.Combine(first, "broker-checkpoints"), System.Text.Encoding.UTF8.GetString(new CheckpointSigner("broker.example/broker", stranger).Sign(99, MerkleHasher.Leaf("x"u8)).Note.Span) + "\n");
        var warned = new List<string>();
        await using var now = await StartAsync(2, warned.Add);
        await now.KeepBrokerCheckpointAsync(Broker(5, "a").Note, default);
        await now.KeepBrokerCheckpointAsync(Broker(6, "b").Note, default);
        Assert.Empty(warned);
        Assert.DoesNotContain(await TestJournal.ReadAsync(now.Directory), r => r.Body.Event == EventCodes.PeerRolledBack);
    }

    private SignedCheckpoint Broker(long size, string root) => new CheckpointSigner("broker.example/broker", _brokerKey).Sign(size, MerkleHasher.Leaf(System.Text.Encoding.UTF8.GetBytes(root)));

    private Task<InstrumentJournal> StartAsync(int number, Action<string>? warn = null) => TestJournal.StartAsync(_folder.Path, number, new BrokerClock(TimeProvider.System), _brokerKey.Public, warn);

    private async Task<string> RunAsync(int number, bool withSession = true, SignedCheckpoint? broker = null)
    {
        await using var journal = await StartAsync(number);
        if (broker is not null)
            await journal.KeepBrokerCheckpointAsync(broker.Note, default);
        if (withSession)
            await journal.AppendAsync(new SessionEvents.Started(Samples.Number, Samples.Instrument, SessionPolicy.Default, Samples.RunKey), default);
        return journal.Directory;
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Tests.Log;
using Orchestrator.Broker.Claims;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Sinks;
using Orchestrator.Broker.Store;
using Orchestrator.Broker.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;
using Xunit.Abstractions;

namespace Orchestrator.Broker.Tests.Journal;

/// <summary>Between the outbox and the log anything may break off: what waits comes into the log, in order and once, and the outbox is empty.</summary>
[Trait("Requirement", "R-AUD-10")]
public sealed class OutboxCrashTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Origin = $"{TestBroker.Domain}/broker";

    // The first three are of the making of the store. What has the same content as another is another record all the same.
    private static readonly string[] Waiting =
        ["course.added", "course.added", "policy.installed", "relay.recovered", "evidence.exported", "evidence.exported", "evidence.exported", "relay.recovered"];

    private readonly FakeTimeProvider _time = new(TestBroker.Beginning);
    private readonly Ed25519Key _key = Ed25519Key.Generate(new SeededRandom(5));
    private byte[] _store = [];

    public async Task InitializeAsync()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        var run = new DeadRun(12);
        await new ClaimStore(broker.Store, _time).RegisterAsync(DeadRun.Session, run.Registration, CancellationToken.None);
        var runs = new RecoveredRuns(broker.Store, _time, _ => { });
        Assert.True((await runs.StoreAsync(run.Part(0, 6), CancellationToken.None)).IsGood);
        await using (var db = broker.Store.CreateDbContext())
        {
            db.PendingRecords.AddRange(Enumerable.Range(0, 3).Select(_ => PendingRecords.Row(
                _time, new AdministrationObservations.EvidenceExported(DeadRun.Session, new string('a', 64), 57_099, TestBroker.Owner))));
            await db.SaveChangesAsync();
        }

        Assert.True((await runs.StoreAsync(run.Part(6, 12), CancellationToken.None)).IsGood);
        broker.Store.Release();
        _store = await File.ReadAllBytesAsync(broker.Folder.Database);
    }

    public Task DisposeAsync()
    {
        _key.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_waits_is_in_the_log_once_wherever_the_store_breaks_off()
    {
        var points = 0;
        for (var crashed = true; crashed; points++)
        {
            using var place = new Place(_store);
            var boundaries = new StoreBoundaries(points);
            var store = await BrokerStore.OpenAsync(place.Database, CancellationToken.None, boundaries.Commands, boundaries.Transactions);
            boundaries.Begin();
            await using (var journal = await OpenAsync(place))
            {
                await TryAsync(store, journal, () => boundaries.HasDied);
            }

            store.Release();
            crashed = boundaries.HasDied;
            await AssertFinishedAsync(place);
        }

        output.WriteLine($"store: {points - 1} crash points");
        Assert.True(points > 5, $"{points - 1} points");
    }

    [Fact]
    public async Task What_waits_is_in_the_log_once_wherever_the_log_breaks_off()
    {
        var points = 0;
        foreach (var unflushed in Enum.GetValues<Unflushed>())
        {
            var crashed = true;
            for (var point = 0; crashed; point++, points++)
            {
                using var place = new Place(_store);
                var plan = new CrashPlan(point, unflushed);
                var store = await BrokerStore.OpenAsync(place.Database, CancellationToken.None);
                await using (var journal = await OpenAsync(place, plan.Open))
                {
                    await TryAsync(store, journal, () => plan.Crashed);
                }

                store.Release();
                plan.Settle();
                crashed = plan.Crashed;
                await AssertFinishedAsync(place);
            }
        }

        output.WriteLine($"log: {points} crash points");
        Assert.True(points > 60, $"{points} points");
    }

    /// <summary>The store can't be written for a while, and the process lives: it tries again every second.</summary>
    [Fact]
    public async Task A_store_that_cannot_be_written_for_a_while_makes_no_record_twice()
    {
        using var place = new Place(_store);
        await using (var journal = await OpenAsync(place))
        {
            var written = new WrittenPending(journal.RecordsFile);
            for (var again = 0; again < 3; again++)
            {
                // Past the reading of what waits: the rows aren't deleted.
                var boundaries = new StoreBoundaries(2);
                var store = await BrokerStore.OpenAsync(place.Database, CancellationToken.None, boundaries.Commands, boundaries.Transactions);
                boundaries.Begin();
                await Assert.ThrowsAnyAsync<Exception>(() => PendingRecordPump.DrainAsync(store, journal, written, _ => { }, CancellationToken.None));
                Assert.True(boundaries.HasDied);
                store.Release();
            }

            Assert.Equal(Waiting.Length, journal.Size);
        }

        await AssertFinishedAsync(place);
    }

    /// <summary>Its numbers begin again: what was made later than what the log has under its number is written, whether it says the same or not.</summary>
    [Fact]
    public async Task A_store_that_was_restored_from_a_backup_loses_no_record_to_its_old_numbers()
    {
        using var place = new Place(_store);
        await AssertFinishedAsync(place);
        await File.WriteAllBytesAsync(place.Database, _store);
        _time.Advance(TimeSpan.FromMinutes(1));
        var store = await BrokerStore.OpenAsync(place.Database, CancellationToken.None);
        await using (var db = store.CreateDbContext())
        {
            var rows = await db.PendingRecords.OrderBy(p => p.Id).ToListAsync();
            rows[4].Content = PendingRecords.Row(_time, new AdministrationObservations.EvidenceExported(DeadRun.Session, new string('b', 64), 1, TestBroker.Owner)).Content;
            rows[4].MadeAt = rows[5].MadeAt = _time.GetUtcNow().ToUnixTimeMilliseconds();
            await db.SaveChangesAsync();
        }

        await using (var journal = await OpenAsync(place))
        {
            await PendingRecordPump.DrainAsync(store, journal, new WrittenPending(journal.RecordsFile), _ => { }, CancellationToken.None);
        }

        store.Release();
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 5, 6], place.Records().Select(record => record.Body.Data.Read().GetProperty("pending").GetInt32()));
    }

    private static async Task TryAsync(BrokerStore store, BrokerJournal journal, Func<bool> hasDied)
    {
        try
        {
            await PendingRecordPump.DrainAsync(store, journal, new WrittenPending(journal.RecordsFile), _ => { }, CancellationToken.None);
        }
        catch (Exception) when (hasDied())
        {
            // The process is gone; the next one opens store and log.
        }
    }

    private async Task AssertFinishedAsync(Place place)
    {
        var store = await BrokerStore.OpenAsync(place.Database, CancellationToken.None);
        await using (var journal = await OpenAsync(place))
        {
            await PendingRecordPump.DrainAsync(store, journal, new WrittenPending(journal.RecordsFile), _ => { }, CancellationToken.None);
        }

        await using (var db = store.CreateDbContext())
        {
            Assert.Empty(db.PendingRecords);
        }

        store.Release();
        var told = place.Records().Select(record => (record.Body.Event, record.Body.Data.Read().GetProperty("pending").GetInt32()));
        Assert.Equal(Waiting.Select((code, at) => (code, at + 1)), told);
    }

    private async Task<BrokerJournal> OpenAsync(Place place, Func<string, ILogFile>? open = null)
    {
        var options = new EvidenceLogOptions { Folder = place.Log, Signer = new CheckpointSigner(Origin, _key), Time = _time, OpenFile = open ?? (path => new AppendOnlyFile(path)) };
        return new BrokerJournal(await RecordLog.OpenAsync(options, new RecordContext(), new RecordActor { Kind = ActorKinds.Broker }), Origin, new AuditSinks([], _time));
    }

    /// <summary>A store in which records wait, and a log beside it.</summary>
    private sealed class Place : IDisposable
    {
        private readonly TestFolder _folder = new(inMemory: true);

        public Place(byte[] store)
        {
            Directory.CreateDirectory(Log);
            File.WriteAllBytes(Database, store);
        }

        public string Database => _folder.At("broker.db");

        public string Log => _folder.At("log");

        /// <summary>What came through the outbox.</summary>
        public IReadOnlyList<AuditRecord> Records() => [.. File.ReadLines(Path.Combine(Log, "records.jsonl")).Select(line =>
        {
            Assert.Equal(RecordFailure.None, RecordReader.Read(System.Text.Encoding.UTF8.GetBytes(line), out var record));
            return record!;
        }).Where(record => record.Body.Data.Read().TryGetProperty("pending", out _))];

        public void Dispose() => _folder.Dispose();
    }
}

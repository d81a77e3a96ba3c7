using System.Text;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Claims;
using Orchestrator.Broker.Store;
using Orchestrator.Broker.Tests.Support;
using Xunit.Abstractions;

namespace Orchestrator.Broker.Tests.Claims;

/// <summary>
/// The broker's store breaks off before and behind each of its commands and commits: what was acknowledged is there once, a tail is there whole or not at
/// all, always with its record in the outbox, and whoever tries again ends with the same.
/// </summary>
[Trait("Requirement", "R-AUD-10")]
public sealed class ClaimCrashTests(ITestOutputHelper output)
{
    private readonly DeadRun _run = new(20);

    [Fact]
    public async Task A_store_that_dies_at_any_command_loses_nothing_and_doubles_nothing()
    {
        await using var broker = await TestBroker.CreateAsync(open: false);
        broker.Store.Release();
        var clean = await File.ReadAllBytesAsync(broker.Folder.Database);
        var points = 0;
        for (var crashed = true; crashed; points++)
        {
            using var folder = new TestFolder(inMemory: true);
            var path = folder.At("broker.db");
            await File.WriteAllBytesAsync(path, clean);
            var boundaries = new StoreBoundaries(points);
            var acknowledged = new List<int>();
            var dying = await BrokerStore.OpenAsync(path, CancellationToken.None, boundaries.Commands, boundaries.Transactions);
            boundaries.Begin();
            try
            {
                await TellAsync(dying, acknowledged);
            }
            catch (Exception) when (boundaries.HasDied)
            {
                // The process is gone; the next one opens the file.
            }

            dying.Release();
            crashed = boundaries.HasDied;
            var store = await BrokerStore.OpenAsync(path, CancellationToken.None);
            await CheckAsync(store, acknowledged, $"point {points}");
            acknowledged.Clear();
            await TellAsync(store, acknowledged);
            await CheckAsync(store, acknowledged, $"again after point {points}");
            Assert.Equal(20, acknowledged.Max() + 1);
            store.Release();
        }

        output.WriteLine($"claims store and recovered ingest: {points - 1} crash points");
        Assert.True(points > 100, $"{points - 1} points");
    }

    /// <summary>A run registers, gives twelve records and a checkpoint, dies; the rest comes in two parts.</summary>
    private async Task TellAsync(BrokerStore store, List<int> acknowledged)
    {
        var claims = new ClaimStore(store, TimeProvider.System);
        var runs = new RecoveredRuns(store, TimeProvider.System, _ => { });
        if (await claims.RunAsync(DeadRun.Session, CancellationToken.None) is null)
        {
            await claims.RegisterAsync(DeadRun.Session, _run.Registration, CancellationToken.None);
        }

        for (var i = 0; i < 12; i++)
        {
            Assert.True(await claims.StoreAsync(DeadRun.Session, i, _run.Lines[i], CancellationToken.None) is ClaimOutcome.Stored or ClaimOutcome.AlreadyStored);
            acknowledged.Add(i);
        }

        await claims.StoreCheckpointAsync(DeadRun.Session, _run.Sign(12).Note, CancellationToken.None);
        foreach (var (from, to) in new[] { (12, 16), (16, 20) })
        {
            Assert.True((await runs.StoreAsync(_run.Part(from, to), CancellationToken.None)).IsGood);
            acknowledged.AddRange(Enumerable.Range(from, to - from));
        }
    }

    private async Task CheckAsync(BrokerStore store, List<int> acknowledged, string where)
    {
        var held = new List<byte[]>();
        await foreach (var line in new ClaimStore(store, TimeProvider.System).ReadAsync(DeadRun.Session, CancellationToken.None))
        {
            held.Add(line.ToArray());
        }

        Assert.Equal(_run.Lines.Take(held.Count).Select(l => Encoding.UTF8.GetString(l.Span)), held.Select(Encoding.UTF8.GetString));
        Assert.All(acknowledged, i => Assert.True(i < held.Count, $"record {i} at {where}"));
        Assert.True(held.Count is <= 12 or 16 or 20, $"{held.Count} records at {where}");
        await using var db = store.CreateDbContext();
        Assert.Equal(held.Count switch { 16 => 1, 20 => 2, _ => 0 }, db.PendingRecords.Count(p => p.Kind == "TailRecovered"));
    }
}

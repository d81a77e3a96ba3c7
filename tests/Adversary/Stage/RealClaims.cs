using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Claims;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;

namespace Orchestrator.Adversary.Stage;

/// <summary>The broker's own store of claims in a file, under its own rules for what earlier runs left.</summary>
internal sealed class RealClaims : IDisposable
{
    private readonly string _folder;
    private readonly BrokerStore _store;
    private int _refused;

    private RealClaims(string folder, BrokerStore store)
    {
        _folder = folder;
        _store = store;
        Store = new ClaimStore(store, TimeProvider.System);
        Recovered = new RecoveredRuns(store, TimeProvider.System, _ => Interlocked.Increment(ref _refused));
    }

    public ClaimStore Store { get; }

    public RecoveredRuns Recovered { get; }

    /// <summary>Deliveries that didn't verify, as the broker counts them for its log.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public static async Task<RealClaims> CreateAsync()
    {
        var folder = Directory.CreateTempSubdirectory("claims-").FullName;
        return new RealClaims(folder, await BrokerStore.CreateAsync(Path.Combine(folder, "broker.db"), CancellationToken.None));
    }

    /// <summary>Records of a session, as text.</summary>
    public async Task<IReadOnlyList<string>> LinesAsync(SessionNumber session)
    {
        var lines = new List<string>();
        await foreach (var line in Store.ReadAsync(session, CancellationToken.None))
        {
            lines.Add(Encoding.UTF8.GetString(line.Span));
        }

        return lines;
    }

    /// <summary>Everything that is stored of runs other than this one, and everything that waits for the log.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(SessionNumber running)
    {
        await using var db = _store.CreateDbContext();
        var claims = await db.Claims.AsNoTracking().Where(c => c.Session != running.Value).OrderBy(c => c.Session).ThenBy(c => c.Sequence).ToListAsync();
        var checkpoints = await db.ClaimCheckpoints.AsNoTracking().Where(c => c.Session != running.Value).OrderBy(c => c.Session).ToListAsync();
        var runs = await db.Runs.AsNoTracking().OrderBy(r => r.Session).ToListAsync();
        var waiting = await db.PendingRecords.AsNoTracking().OrderBy(p => p.Id).ToListAsync();
        return
        [
            .. claims.Select(c => $"claim {c.Session} {c.Sequence} {Hash(c.Line)} {Hash(c.Hash)}"),
            .. checkpoints.Select(c => $"checkpoint {c.Session} {c.TreeSize} {Hash(c.FirstNote)} {Hash(c.Note)}"),
            .. runs.Select(r => $"run {r.Session} {r.LogOrigin} {Hash(r.LogKey)} fork {r.ForkSeenAt is not null}"),
            .. waiting.Select(p => $"waiting {p.Id} {p.Kind} {p.Content}"),
        ];
    }

    public void Dispose()
    {
        _store.Release();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

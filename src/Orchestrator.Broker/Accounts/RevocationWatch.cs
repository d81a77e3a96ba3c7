using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Store;

namespace Orchestrator.Broker.Accounts;

/// <summary>Notices within a second what was taken away, also by a command of another process, and tells whoever relays for it.</summary>
public sealed class RevocationWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly BrokerStore _store;
    private readonly ILogger<RevocationWatch> _log;
    private readonly PeriodicTimer _timer;
    private readonly Lock _gate = new();
    private readonly List<Action<Revocation>> _subscribers = [];
    private long _last;
    private Task _loop = Task.CompletedTask;

    internal RevocationWatch(BrokerStore store, TimeProvider time, ILogger<RevocationWatch> log)
    {
        _store = store;
        _log = log;
        _timer = new PeriodicTimer(Interval, time);
    }

    /// <summary>Calls back once for each revocation from now on. Must return at once and not throw.</summary>
    public IDisposable Subscribe(Action<Revocation> revoked)
    {
        lock (_gate)
        {
            _subscribers.Add(revoked);
        }

        return new Subscription(this, revoked);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _loop;
    }

    /// <summary>Passes over what was before: no session outlives the serving process. Then looks once a second.</summary>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        await using (var db = _store.CreateDbContext())
        {
            _last = await db.Revocations.AsNoTracking().MaxAsync(r => (long?)r.Id, cancellationToken) ?? 0;
        }

        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        await using var db = _store.CreateDbContext();
        var news = await db.Revocations.AsNoTracking().Where(r => r.Id > _last).OrderBy(r => r.Id).ToListAsync(cancellationToken);
        List<Action<Revocation>> subscribers;
        lock (_gate)
        {
            subscribers = [.. _subscribers];
        }

        foreach (var row in news)
        {
            subscribers.ForEach(s => s(new Revocation(row.Account, row.KeyFingerprint, row.Reason)));
            _last = row.Id;
        }
    }

    private async Task RunAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            try
            {
                await LookAsync(CancellationToken.None);
            }
            catch (Exception e)
            {
                BrokerLog.WatchFailed(_log, e);
            }
        }
    }

    private sealed class Subscription(RevocationWatch watch, Action<Revocation> revoked) : IDisposable
    {
        public void Dispose()
        {
            lock (watch._gate)
            {
                watch._subscribers.Remove(revoked);
            }
        }
    }
}

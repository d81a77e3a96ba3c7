using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Journal;

/// <summary>
/// Moves waiting records of administration commands into the log, in order and each once, within a second. A record leaves the store only when it is durable
/// in the log.
/// </summary>
internal sealed class PendingRecordPump : IAsyncDisposable
{
    private const int Batch = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly BrokerStore _store;
    private readonly BrokerJournal _journal;
    private readonly WrittenPending _known;
    private readonly Action<BrokerObservation> _written;
    private readonly ILogger<PendingRecordPump> _log;
    private readonly PeriodicTimer _timer;
    private readonly Task _loop;

    /// <param name="store">Where they wait.</param>
    /// <param name="journal">Where they go.</param>
    /// <param name="known">Which of them are there already.</param>
    /// <param name="written">Told each one that comes into the log; must return at once.</param>
    /// <param name="time">The only clock.</param>
    /// <param name="log">Diagnostics.</param>
    public PendingRecordPump(
        BrokerStore store, BrokerJournal journal, WrittenPending known, Action<BrokerObservation> written, TimeProvider time, ILogger<PendingRecordPump> log)
    {
        _store = store;
        _journal = journal;
        _known = known;
        _written = written;
        _log = log;
        _timer = new PeriodicTimer(Interval, time);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Moves all that waits now.</summary>
    public static async Task DrainAsync(
        BrokerStore store, BrokerJournal journal, WrittenPending known, Action<BrokerObservation> written, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var db = store.CreateDbContext();
            var rows = await db.PendingRecords.OrderBy(p => p.Id).Take(Batch).ToListAsync(cancellationToken);
            foreach (var row in rows)
            {
                var observation = PendingRecords.Read(row);
                if (!known.Has(row))
                {
                    await journal.AppendUnconfirmedAsync(observation, row.Id, cancellationToken);
                    known.Add(row);
                    written(observation);
                }

                journal.Follow(observation);
                db.PendingRecords.Remove(row);
            }

            if (rows.Count > 0)
            {
                await journal.ConfirmAsync(journal.Size, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                known.Forget(rows);
            }

            if (rows.Count < Batch)
            {
                known.CaughtUp();
                return;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _loop;
    }

    private async Task RunAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            try
            {
                await DrainAsync(_store, _journal, _known, _written, CancellationToken.None);
            }
            catch (Exception e)
            {
                BrokerLog.DrainFailed(_log, e);
            }
        }
    }
}

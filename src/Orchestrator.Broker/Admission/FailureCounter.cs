using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Hosting;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Admission;

/// <summary>Strangers' failures of one kind in the log as one number a minute: they can't fill it by trying.</summary>
internal sealed class FailureCounter : IAsyncDisposable
{
    private readonly IBrokerJournal _journal;
    private readonly Func<int, int, BrokerObservation> _counted;
    private readonly ILogger<FailureCounter> _log;
    private readonly ITimer _timer;
    private readonly HashSet<string> _sources = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private Task _writing = Task.CompletedTask;
    private int _count;

    /// <param name="journal">Where they are written.</param>
    /// <param name="counted">Makes the record of how many, from how many addresses.</param>
    /// <param name="time">The only clock.</param>
    /// <param name="log">For what can't be written.</param>
    public FailureCounter(IBrokerJournal journal, Func<int, int, BrokerObservation> counted, TimeProvider time, ILogger<FailureCounter> log)
    {
        _counted = counted;
        _journal = journal;
        _log = log;
        _timer = time.CreateTimer(_ => Flush(), null, SignInLimits.CountInterval, SignInLimits.CountInterval);
    }

    /// <summary>One failure from this address and port.</summary>
    public void Add(string address)
    {
        var port = address.LastIndexOf(':');
        lock (_gate)
        {
            _count++;
            if (_sources.Count < SignInLimits.MaxSources)
            {
                _sources.Add(port > 0 ? address[..port] : address);
            }
        }
    }

    /// <summary>Writes what was counted.</summary>
    public Task FlushAsync()
    {
        Flush();
        lock (_gate)
        {
            return _writing;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await FlushAsync();
    }

    private void Flush()
    {
        lock (_gate)
        {
            // One write at a time; what comes meanwhile is in the next.
            if (_count == 0 || !_writing.IsCompleted)
            {
                return;
            }

            var (count, counted) = (_count, _counted(_count, _sources.Count));
            _count = 0;
            _sources.Clear();
            _writing = Task.Run(() => WriteAsync(counted, count));
        }
    }

    private async Task WriteAsync(BrokerObservation counted, int count)
    {
        try
        {
            await _journal.AppendAsync(counted, CancellationToken.None);
        }
        catch (Exception e)
        {
            BrokerLog.CountLost(_log, e, count);
        }
    }
}

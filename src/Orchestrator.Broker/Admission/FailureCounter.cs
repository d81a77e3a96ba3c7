using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Hosting;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Admission;

/// <summary>Failed sign-ins in the log as one number a minute: strangers can't fill it by trying.</summary>
internal sealed class FailureCounter : IAsyncDisposable
{
    private readonly IBrokerJournal _journal;
    private readonly ILogger<FailureCounter> _log;
    private readonly ITimer _timer;
    private readonly HashSet<string> _sources = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private Task _writing = Task.CompletedTask;
    private int _count;

    public FailureCounter(IBrokerJournal journal, TimeProvider time, ILogger<FailureCounter> log)
    {
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

            var counted = new BrokerObservations.SignInsFailed(_count, _sources.Count);
            _count = 0;
            _sources.Clear();
            _writing = Task.Run(() => WriteAsync(counted));
        }
    }

    private async Task WriteAsync(BrokerObservations.SignInsFailed counted)
    {
        try
        {
            await _journal.AppendAsync(counted, CancellationToken.None);
        }
        catch (Exception e)
        {
            BrokerLog.CountLost(_log, e, counted.Count);
        }
    }
}

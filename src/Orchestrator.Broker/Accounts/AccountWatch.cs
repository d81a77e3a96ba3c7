using Microsoft.Extensions.Logging;
using Orchestrator.Broker.Hosting;

namespace Orchestrator.Broker.Accounts;

/// <summary>Notices within a second that an account was disabled, also by a command of another process, and tells whoever relays for it.</summary>
public sealed class AccountWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly AccountStore _accounts;
    private readonly ILogger<AccountWatch> _log;
    private readonly PeriodicTimer _timer;
    private readonly Lock _gate = new();
    private readonly List<Action<string>> _subscribers = [];
    private IReadOnlySet<string> _disabled = new HashSet<string>();
    private Task _loop = Task.CompletedTask;

    internal AccountWatch(AccountStore accounts, TimeProvider time, ILogger<AccountWatch> log)
    {
        _accounts = accounts;
        _log = log;
        _timer = new PeriodicTimer(Interval, time);
    }

    /// <summary>True when the account was disabled at the last look.</summary>
    public bool IsDisabled(string account)
    {
        lock (_gate)
        {
            return _disabled.Contains(account);
        }
    }

    /// <summary>Calls back once with the name of each account that becomes disabled. Must return at once and not throw.</summary>
    public IDisposable Subscribe(Action<string> disabled)
    {
        lock (_gate)
        {
            _subscribers.Add(disabled);
        }

        return new Subscription(this, disabled);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _loop;
    }

    /// <summary>The first look, then one a second.</summary>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        _loop = Task.Run(RunAsync, CancellationToken.None);
    }

    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = await _accounts.DisabledNamesAsync(cancellationToken);
        List<string> news;
        List<Action<string>> subscribers;
        lock (_gate)
        {
            news = [.. now.Except(_disabled)];
            _disabled = now;
            subscribers = [.. _subscribers];
        }

        foreach (var name in news)
        {
            subscribers.ForEach(s => s(name));
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

    private sealed class Subscription(AccountWatch watch, Action<string> disabled) : IDisposable
    {
        public void Dispose()
        {
            lock (watch._gate)
            {
                watch._subscribers.Remove(disabled);
            }
        }
    }
}

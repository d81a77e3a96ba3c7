using Orchestrator.Domain;

namespace Orchestrator.Broker.Plugins;

/// <summary>
/// How many records one plugin may cause: so many in a time, and the same thing again none at all. Of what is over, the last one is written when the time is
/// over, with the number of those that weren't: the log always ends with how things are. Callable from any thread.
/// </summary>
/// <param name="time">The only clock.</param>
/// <param name="write">Takes what may be written; must not block.</param>
internal sealed class RecordBudget(TimeProvider time, Action<BrokerObservation> write) : IDisposable
{
    /// <summary>An evening of installing and trying fits.</summary>
    public const int Records = 20;

    /// <summary>A plugin that is never sound costs less than 3,000 records a day.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);

    /// <summary>Writes a record now, later, or never.</summary>
    /// <param name="plugin">Whose budget.</param>
    /// <param name="what">Equal for what is the same thing again.</param>
    /// <param name="make">Makes the record from the number of those before it that were left out.</param>
    public void Spend(string plugin, object what, Func<int, BrokerObservation> make)
    {
        lock (_lock)
        {
            var account = Of(plugin);
            if (what.Equals(account.Last))
            {
                return;
            }

            account.Last = what;
            if (account.Written < Records)
            {
                account.Written++;
                write(make(0));
                return;
            }

            account.LeftOut += account.Late is null ? 0 : 1;
            account.Late = make;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var account in _accounts.Values)
            {
                account.WindowEnd.Dispose();
                WriteLate(account);
            }

            _accounts.Clear();
        }
    }

    private Account Of(string plugin)
    {
        if (!_accounts.TryGetValue(plugin, out var account))
        {
            _accounts.Add(plugin, account = new Account());
            account.WindowEnd = time.CreateTimer(_ => Renew(account), null, Window, Window);
        }

        return account;
    }

    private void Renew(Account account)
    {
        lock (_lock)
        {
            account.Written = account.Late is null ? 0 : 1;
            WriteLate(account);
        }
    }

    private void WriteLate(Account account)
    {
        if (account.Late is { } late)
        {
            write(late(account.LeftOut));
        }

        (account.Late, account.LeftOut) = (null, 0);
    }

    private sealed class Account
    {
        public ITimer WindowEnd { get; set; } = null!;

        public object? Last { get; set; }

        public int Written { get; set; }

        public int LeftOut { get; set; }

        public Func<int, BrokerObservation>? Late { get; set; }
    }
}

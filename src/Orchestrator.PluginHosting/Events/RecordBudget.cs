namespace Orchestrator.PluginHosting;

/// <summary>
/// How many records one plugin may cause by itself: so many in a time, and the same thing again none at all. Of what is over, the last one is written when
/// the time is over, with the number of those that weren't: a log always ends with how things are. What a person asked for is always written. Callable
/// from any thread.
/// </summary>
/// <typeparam name="TRecord">What is written.</typeparam>
/// <param name="time">The only clock.</param>
/// <param name="write">Takes what may be written; must not block.</param>
internal sealed class RecordBudget<TRecord>(TimeProvider time, Action<TRecord> write) : IDisposable
{
    /// <summary>Six new starts and their ends fit, and as much again.</summary>
    public const int Records = 20;

    /// <summary>A plugin that is never sound costs less than 3,000 records a day.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Lock sync = new();
    private readonly Dictionary<string, Account> accounts = new(StringComparer.Ordinal);

    /// <summary>Writes a record now, later, or never.</summary>
    /// <param name="plugin">Whose budget.</param>
    /// <param name="what">Equal for what is the same thing again.</param>
    /// <param name="isAsked">True: a person asked for it.</param>
    /// <param name="make">Makes the record from the number of those before it that were left out.</param>
    public void Spend(string plugin, object what, bool isAsked, Func<int, TRecord> make)
    {
        lock (sync)
        {
            var account = Of(plugin);
            if (isAsked)
            {
                WriteLate(account);
                account.Last = what;
                write(make(0));
            }
            else if (!what.Equals(account.Last))
            {
                account.Last = what;
                if (account.Written < Records)
                {
                    account.Written++;
                    write(make(0));
                }
                else
                {
                    account.LeftOut += account.Late is null ? 0 : 1;
                    account.Late = make;
                }
            }
        }
    }

    /// <summary>Writes what waits for the end of its time.</summary>
    public void Dispose()
    {
        lock (sync)
        {
            foreach (var account in accounts.Values)
            {
                account.WindowEnd.Dispose();
                WriteLate(account);
            }

            accounts.Clear();
        }
    }

    private Account Of(string plugin)
    {
        if (!accounts.TryGetValue(plugin, out var account))
        {
            accounts.Add(plugin, account = new Account());
            account.WindowEnd = time.CreateTimer(_ => Renew(account), null, Window, Window);
        }

        return account;
    }

    private void Renew(Account account)
    {
        lock (sync)
        {
            account.Written = account.Late is null ? 0 : 1;
            WriteLate(account);
        }
    }

    private void WriteLate(Account account)
    {
        if (account.Late is { } late)
            write(late(account.LeftOut));
        (account.Late, account.LeftOut) = (null, 0);
    }

    private sealed class Account
    {
        public ITimer WindowEnd { get; set; } = null!;

        public object? Last { get; set; }

        public int Written { get; set; }

        public int LeftOut { get; set; }

        public Func<int, TRecord>? Late { get; set; }
    }
}

namespace Orchestrator.Broker.Admission;

/// <summary>What guessing costs. The same for names that exist and names that don't.</summary>
internal static class SignInLimits
{
    /// <summary>Failures without any waiting: people mistype.</summary>
    public const int FreeFailures = 3;

    /// <summary>Failures until the name is closed for <see cref="LockTime"/>.</summary>
    public const int FailuresToLock = 10;

    /// <summary>Failures since the last success until only a person at the broker can open it again.</summary>
    public const int FailuresToClose = 100;

    /// <summary>How long a lock lasts.</summary>
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    /// <summary>Strangers' names that are remembered; the oldest go first, those of accounts never.</summary>
    public const int MaxStrangers = 10_000;

    /// <summary>Verifications that may wait for a processor; each costs 19 MiB once it runs.</summary>
    public const int MaxWaiting = 64;

    /// <summary>Sources that one minute's count tells apart.</summary>
    public const int MaxSources = 4096;

    /// <summary>Between two records that count failures.</summary>
    public static readonly TimeSpan CountInterval = TimeSpan.FromMinutes(1);

    /// <summary>Tickets for one account and session within <see cref="TicketWindow"/>: a connect may need three handshakes.</summary>
    public const int MaxTickets = 3;

    /// <summary>See <see cref="MaxTickets"/>.</summary>
    public static readonly TimeSpan TicketWindow = TimeSpan.FromMinutes(5);

    /// <summary>How long a ticket counts: one support case. A grant never outlasts it.</summary>
    public static readonly TimeSpan TicketLife = TimeSpan.FromHours(8);

    /// <summary>How long a console's certificate counts.</summary>
    public static readonly TimeSpan CertificateLife = TimeSpan.FromHours(12);

    /// <summary>
    /// Ends judge by the broker's last word and their monotonic clock, so their clock runs behind by that word's way: what was signed this instant
    /// would be of the future there. It counts from so long ago. Longer than any way on which a heartbeat still keeps a session alive.
    /// </summary>
    public static readonly TimeSpan ClockLag = TimeSpan.FromMinutes(1);

    /// <summary>After so many failures the next attempt counts only when this time is over: 1 s, 2 s, 4 s … 64 s.</summary>
    public static TimeSpan Delay(int failures) => failures < FreeFailures ? TimeSpan.Zero : TimeSpan.FromSeconds(1 << Math.Min(failures - FreeFailures, 6));
}

namespace Orchestrator.Audit.Records;

/// <summary>When it happened.</summary>
/// <param name="UtcMilliseconds">Milliseconds since 1970 by this machine's clock.</param>
/// <param name="OffsetMinutes">Local time minus UTC.</param>
/// <param name="MonotonicMicroseconds">Microseconds since the log was opened, by a clock that can't be set.</param>
/// <param name="Clock">One of <see cref="ClockStates"/>.</param>
public readonly record struct RecordStamp(long UtcMilliseconds, int OffsetMinutes, long MonotonicMicroseconds, string Clock);

/// <summary>How far this machine's clock is to be believed.</summary>
public static class ClockStates
{
    /// <summary>Nothing is known.</summary>
    public const string Unknown = "unknown";

    /// <summary>The operating system says that it is synchronised.</summary>
    public const string Synchronised = "synchronised";

    /// <summary>Compared with the broker's time, and near it.</summary>
    public const string AgreesWithBroker = "agrees-with-broker";

    /// <summary>Compared with the broker's time, and far from it.</summary>
    public const string DiffersFromBroker = "differs-from-broker";

    /// <summary>It was set while the log was open.</summary>
    public const string Jumped = "jumped";
}

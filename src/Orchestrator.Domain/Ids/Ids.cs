using System.Globalization;

namespace Orchestrator.Domain;

/// <summary>A channel of a session; given by the instrument, counts up, never used again. 0 is the control channel.</summary>
public readonly record struct ChannelId(uint Value) : IComparable<ChannelId>
{
    /// <inheritdoc/>
    public int CompareTo(ChannelId other) => Value.CompareTo(other.Value);

    /// <summary>The channel that the handshake opens.</summary>
    public static ChannelId Control => new(0);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A technician's question; given by the instrument, counts up from 1.</summary>
public readonly record struct AskId(uint Value) : IComparable<AskId>
{
    /// <inheritdoc/>
    public int CompareTo(AskId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The operator's yes; given by the instrument, counts up from 1.</summary>
public readonly record struct GrantId(uint Value) : IComparable<GrantId>
{
    /// <inheritdoc/>
    public int CompareTo(GrantId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A moment of the session: milliseconds of the instrument's monotonic clock since the session was made. Never wall time.</summary>
public readonly record struct SessionTime(long Milliseconds) : IComparable<SessionTime>
{
    /// <inheritdoc/>
    public int CompareTo(SessionTime other) => Milliseconds.CompareTo(other.Milliseconds);

    /// <summary>Later by a span.</summary>
    public static SessionTime operator +(SessionTime time, TimeSpan span) => new(time.Milliseconds + (long)span.TotalMilliseconds);

    /// <summary>The span between two moments.</summary>
    public static TimeSpan operator -(SessionTime later, SessionTime earlier) => TimeSpan.FromMilliseconds(later.Milliseconds - earlier.Milliseconds);

    /// <summary>Order.</summary>
    public static bool operator <(SessionTime left, SessionTime right) => left.Milliseconds < right.Milliseconds;

    /// <summary>Order.</summary>
    public static bool operator >(SessionTime left, SessionTime right) => left.Milliseconds > right.Milliseconds;

    /// <summary>Order.</summary>
    public static bool operator <=(SessionTime left, SessionTime right) => left.Milliseconds <= right.Milliseconds;

    /// <summary>Order.</summary>
    public static bool operator >=(SessionTime left, SessionTime right) => left.Milliseconds >= right.Milliseconds;
}

namespace Orchestrator.Broker.Policies;

/// <summary>Turns moments into the local time of a policy's zone, and the end of an answer back into a moment.</summary>
internal static class PolicyClock
{
    /// <summary>The time of day there.</summary>
    public static DateTime Local(TimeZoneInfo zone, DateTimeOffset now) => TimeZoneInfo.ConvertTime(now, zone).DateTime;

    /// <summary>
    /// The moment at which an answer ends, but at most <paramref name="latest"/>. Where clocks are changed before that, the answer ends with the change: what
    /// hours mean across it is for a new question.
    /// </summary>
    /// <param name="zone">The policy's.</param>
    /// <param name="now">When the question was asked.</param>
    /// <param name="holdsUntil">Local time until which the answer holds; null when time doesn't change it.</param>
    /// <param name="latest">The answer isn't needed for longer.</param>
    public static DateTimeOffset End(TimeZoneInfo zone, DateTimeOffset now, DateTime? holdsUntil, DateTimeOffset latest)
    {
        if (holdsUntil is not { } until)
            return latest;
        var left = until - Local(zone, now);
        var end = left < latest - now ? now + left : latest;
        return zone.GetUtcOffset(end) == zone.GetUtcOffset(now) ? end : Change(zone, now, end);
    }

    /// <summary>The first moment with another offset than <paramref name="from"/> has, to the millisecond.</summary>
    private static DateTimeOffset Change(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var offset = zone.GetUtcOffset(from);
        while (to - from > TimeSpan.FromMilliseconds(1))
        {
            var middle = from + ((to - from) / 2);
            if (zone.GetUtcOffset(middle) == offset)
                from = middle;
            else
                to = middle;
        }

        return from;
    }
}

namespace Orchestrator.Pac.Functions;

/// <summary><c>timeRange</c> with one hour, two hours, two times of hour and minute, or two of hour, minute and second.</summary>
internal static class TimeRange
{
    private const int Hour = 3600;

    /// <summary>True at such a time. Two hours include the whole of the second one, as in browsers.</summary>
    public static bool Holds(string[] given, TimeProvider time)
    {
        var (rest, now) = PacTime.Split(given, time);
        if (rest.Select(PacTime.Number).ToArray() is not { Length: > 0 } numbers || numbers.Contains(null))
            return false;
        var at = (now.Hour * Hour) + (now.Minute * 60) + now.Second;
        return numbers.Select(number => number!.Value).ToArray() switch
        {
            [var hour] => now.Hour == hour,
            [var first, var last] => first <= now.Hour && now.Hour <= last,
            [var h1, var m1, var h2, var m2] => PacTime.IsWithin((h1 * Hour) + (m1 * 60), at, (h2 * Hour) + (m2 * 60) + 59),
            [var h1, var m1, var s1, var h2, var m2, var s2] => PacTime.IsWithin((h1 * Hour) + (m1 * 60) + s1, at, (h2 * Hour) + (m2 * 60) + s2),
            _ => throw PacFailures.Failed($"timeRange was given {numbers.Length} numbers; it takes 1, 2, 4 or 6"),
        };
    }
}

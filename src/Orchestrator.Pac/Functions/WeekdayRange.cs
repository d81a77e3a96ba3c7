namespace Orchestrator.Pac.Functions;

/// <summary><c>weekdayRange(first, last, "GMT")</c>, of which only the first is needed.</summary>
internal static class WeekdayRange
{
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>True on such a day.</summary>
    public static bool Holds(string[] given, TimeProvider time)
    {
        var (rest, now) = PacTime.Split(given, time);
        if (rest.Length == 0)
            return false;
        var first = Array.IndexOf(Days, rest[0]);
        var last = rest.Length == 2 ? Array.IndexOf(Days, rest[1]) : first;
        var today = (int)now.DayOfWeek;
        return first >= 0 && last >= 0 && PacTime.IsWithin(first, today, last);
    }
}

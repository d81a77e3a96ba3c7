using System.Globalization;

namespace Orchestrator.Pac.Functions;

/// <summary>
/// <c>dateRange</c> with one day, month or year, or with two dates of the same parts. A part that isn't given isn't compared, so that
/// <c>dateRange("NOV", "FEB")</c> is the winter of every year.
/// </summary>
internal static class DateRange
{
    private const int MostDays = 31;
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    /// <summary>True on such a date.</summary>
    public static bool Holds(string[] given, TimeProvider time)
    {
        var (rest, now) = PacTime.Split(given, time);
        if (rest.Length == 0 || (rest.Length > 1 && rest.Length % 2 != 0))
            return false;
        var half = Math.Max(1, rest.Length / 2);
        if (Read(rest[..half]) is not { } first || Read(rest[^half..]) is not { } last || !first.HasSameParts(last))
            return false;
        return PacTime.IsWithin(first.Key(first), first.Key(new Parts(now.Year, now.Month, now.Day)), first.Key(last));
    }

    private static Parts? Read(string[] texts)
    {
        var parts = new Parts(null, null, null);
        foreach (var text in texts)
        {
            var month = Array.IndexOf(Months, text) + 1;
            var number = PacTime.Number(text);
            if (month == 0 && number is null)
                return null;
            parts = month > 0 ? parts with { Month = month } : number <= MostDays ? parts with { Day = number } : parts with { Year = number };
        }

        return parts;
    }

    private sealed record Parts(int? Year, int? Month, int? Day)
    {
        public bool HasSameParts(Parts other) => Year.HasValue == other.Year.HasValue && Month.HasValue == other.Month.HasValue && Day.HasValue == other.Day.HasValue;

        /// <summary>The value of another date in the parts that this one has: greater is later.</summary>
        public string Key(Parts of) => string.Create(
            CultureInfo.InvariantCulture, $"{(Year is null ? 0 : of.Year),6:000000}{(Month is null ? 0 : of.Month):00}{(Day is null ? 0 : of.Day):00}");
    }
}

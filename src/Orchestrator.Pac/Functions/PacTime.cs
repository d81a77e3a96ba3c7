using System.Globalization;

namespace Orchestrator.Pac.Functions;

/// <summary>What the three functions of time have in common.</summary>
internal static class PacTime
{
    /// <summary>The arguments without a last "GMT", and the time in the zone that they mean.</summary>
    public static (string[] Given, DateTimeOffset Now) Split(string[] given, TimeProvider time) =>
        given is [.. var rest, "GMT"] ? (rest, time.GetUtcNow()) : (given, time.GetLocalNow());

    /// <summary>Between two bounds, both included; where the second lies before the first, round the end.</summary>
    public static bool IsWithin<T>(T first, T now, T last)
        where T : IComparable<T> =>
        first.CompareTo(last) <= 0
            ? first.CompareTo(now) <= 0 && now.CompareTo(last) <= 0
            : first.CompareTo(now) <= 0 || now.CompareTo(last) <= 0;

    /// <summary>The number that a text begins with, as JavaScript's parseInt reads it; null when there is none.</summary>
    public static int? Number(string text)
    {
        var digits = text.AsSpan().TrimStart();
        var sign = digits is ['-', ..] ? -1 : 1;
        digits = digits is ['-' or '+', ..] ? digits[1..] : digits;
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        digits = end < 0 ? digits : digits[..end];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? sign * number : null;
    }
}

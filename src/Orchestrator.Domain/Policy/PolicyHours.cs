using System.Collections.Immutable;
using System.Globalization;

namespace Orchestrator.Domain;

/// <summary>A span of the day on some days of the week, in the policy's zone. What passes midnight is two of them.</summary>
/// <param name="Days">Ascending from Monday; empty: every day.</param>
/// <param name="From">Minutes since midnight.</param>
/// <param name="To">Minutes since midnight, later, at most 1,440; no longer part of it.</param>
public sealed record PolicyHours(ImmutableArray<DayOfWeek> Days, int From, int To)
{
    /// <summary>Minutes of a day.</summary>
    public const int DayMinutes = 24 * 60;

    /// <summary>The days of the week as they are written, from Monday.</summary>
    public static ImmutableArray<(DayOfWeek Day, string Name)> DayNames { get; } =
    [
        (DayOfWeek.Monday, "mon"), (DayOfWeek.Tuesday, "tue"), (DayOfWeek.Wednesday, "wed"), (DayOfWeek.Thursday, "thu"), (DayOfWeek.Friday, "fri"),
        (DayOfWeek.Saturday, "sat"), (DayOfWeek.Sunday, "sun"),
    ];

    /// <summary>Whether a local time lies in it.</summary>
    public bool Contains(DateTime local) =>
        IsOn(local.DayOfWeek) && local.TimeOfDay >= TimeSpan.FromMinutes(From) && local.TimeOfDay < TimeSpan.FromMinutes(To);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{(Days.IsEmpty ? "every day" : string.Join(' ', DayNames.Where(d => Days.Contains(d.Day)).Select(d => d.Name)))} {Clock(From)}–{Clock(To)}";

    /// <summary>The next local time at which being within any of these hours begins or ends; null when it never does.</summary>
    internal static DateTime? NextChange(ImmutableArray<PolicyHours> hours, DateTime local)
    {
        var isWithin = hours.Any(h => h.Contains(local));
        var edges =
            from day in Enumerable.Range(0, 8).Select(d => local.Date.AddDays(d))
            from one in hours
            where one.IsOn(day.DayOfWeek)
            from edge in new[] { day.AddMinutes(one.From), day.AddMinutes(one.To) }
            where edge > local
            orderby edge
            select edge;
        return edges.Select(e => (DateTime?)e).FirstOrDefault(e => hours.Any(h => h.Contains(e!.Value)) != isWithin);
    }

    private bool IsOn(DayOfWeek day) => Days.IsEmpty || Days.Contains(day);

    private static string Clock(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:d2}:{minutes % 60:d2}");
}

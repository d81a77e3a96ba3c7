using System.Globalization;
using Orchestrator.Broker.Text;

namespace Orchestrator.Broker.Training;

/// <summary>Whether a person's training is current. Pure.</summary>
internal static class TrainingRules
{
    /// <summary>Days of a course may be judged from any time zone: a record counts from its own day in the earliest zone on.</summary>
    private static readonly TimeSpan EarliestZone = TimeSpan.FromHours(14);

    /// <summary>Of each course the version that counts at this moment: the newest whose day has come.</summary>
    /// <param name="courses">In the order in which they were added.</param>
    /// <param name="now">This moment.</param>
    public static IReadOnlyList<Course> InForce(IEnumerable<Course> courses, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return [.. courses.Where(c => c.RequiredFrom <= today).GroupBy(c => c.Name, StringComparer.Ordinal).Select(versions => versions.OrderBy(c => c.RequiredFrom).Last())];
    }

    /// <summary>The first course that this role needs and of which there is no current record; null when all are current.</summary>
    /// <param name="inForce">See <see cref="InForce"/>.</param>
    /// <param name="role">Of the account.</param>
    /// <param name="records">Of the account.</param>
    /// <param name="now">This moment.</param>
    public static MissingTraining? FirstMissing(IEnumerable<Course> inForce, string role, IReadOnlyCollection<TrainingRecord> records, DateTimeOffset now)
    {
        foreach (var course in inForce.Where(c => c.Roles.Contains(role)))
        {
            if (!IsHeld(course, records, now))
            {
                var taken = records.Where(r => Counts(r, course)).ToList();
                return new MissingTraining(course, taken.Count == 0 ? null : taken.Max(r => r.ExpiresOn));
            }
        }

        return null;
    }

    /// <summary>True when a record of this very content, with enough points, counts at this moment.</summary>
    public static bool IsHeld(Course course, IEnumerable<TrainingRecord> records, DateTimeOffset now) => records.Any(r => Counts(r, course) && IsCurrent(r, now));

    /// <summary>True when the day has come somewhere on earth.</summary>
    public static bool HasBegun(DateOnly day, DateTimeOffset now) => day <= DateOnly.FromDateTime((now + EarliestZone).UtcDateTime);

    /// <summary>True when a trainer's name is the person's own: nobody records his own training.</summary>
    public static bool IsOneself(string trainer, string account, string printedName)
    {
        var who = Plain(trainer);
        return who == Plain(account) || who == Plain(printedName);
    }

    private static bool Counts(TrainingRecord record, Course course) =>
        record.Course == course.Name && record.Version == course.Version && record.ContentSha256 == course.ContentSha256 && record.Score >= course.PassScore;

    private static bool IsCurrent(TrainingRecord record, DateTimeOffset now) =>
        HasBegun(record.TakenOn, now) && DateOnly.FromDateTime(now.UtcDateTime) < record.ExpiresOn;

    private static string Plain(string name) => string.Join(' ', CaseFolding.Fold(name).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>A course that stands between a person and a session.</summary>
/// <param name="Course">Which.</param>
/// <param name="ExpiredOn">When the last record ran out; null when there never was one that counts.</param>
internal sealed record MissingTraining(Course Course, DateOnly? ExpiredOn)
{
    /// <summary>For the person himself.</summary>
    public string Sentence => ExpiredOn is { } day
        ? $"Your training in course {Course} expired on {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}. Take the course again; your trainer records it at the broker."
        : $"There is no record that you passed course {Course}. Take the course; your trainer records it at the broker.";
}

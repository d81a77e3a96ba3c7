namespace Orchestrator.Broker.Training;

/// <summary>Whether a person's training is current. Pure.</summary>
internal static class TrainingRules
{
    /// <summary>Days of a course may be judged from any time zone: a record counts from its own day in the earliest zone on.</summary>
    private static readonly TimeSpan EarliestZone = TimeSpan.FromHours(14);

    /// <summary>The first required course without a current record; null when all are current.</summary>
    public static MissingTraining? FirstMissing(IEnumerable<RequiredCourse> required, IReadOnlyCollection<TrainingRecord> records, DateTimeOffset now)
    {
        foreach (var course in required)
        {
            var taken = records.Where(r => r.Course == course.Course && r.Version == course.Version && r.Score >= course.PassScore).ToList();
            if (taken.Any(r => IsCurrent(r, now)))
            {
                continue;
            }

            return new MissingTraining(course, taken.Count == 0 ? null : taken.Max(r => r.ExpiresOn));
        }

        return null;
    }

    private static bool IsCurrent(TrainingRecord record, DateTimeOffset now) =>
        record.TakenOn <= DateOnly.FromDateTime((now + EarliestZone).UtcDateTime) && DateOnly.FromDateTime(now.UtcDateTime) < record.ExpiresOn;
}

/// <summary>A course that stands between a person and a session.</summary>
/// <param name="Course">Which.</param>
/// <param name="ExpiredOn">When the last record ran out; null when there never was one that counts.</param>
internal sealed record MissingTraining(RequiredCourse Course, DateOnly? ExpiredOn);

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Training;

/// <summary>The vendor's courses. A version is only ever added; what counts no more is retired, never deleted.</summary>
internal sealed class CourseStore(BrokerStore store, TimeProvider time)
{
    /// <summary>Ten years: longer than any course stays true.</summary>
    public const int MaxValidDays = 3653;

    private const int MaxName = 64;

    /// <summary>Who may need a course: whoever joins sessions.</summary>
    public static IReadOnlyList<string> AllRoles { get; } = [AccountRoles.Technician, AccountRoles.Supervisor];

    /// <exception cref="BrokerException">A value is refused, or this version is there already.</exception>
    public async Task<Course> AddAsync(Course course, ActingPerson by, CancellationToken cancellationToken)
    {
        if (Objection(course) is { } objection)
        {
            throw new BrokerException(ExitCode.Refused, objection);
        }

        course = course with { Roles = [.. AllRoles.Where(course.Roles.Contains)] };
        await using var db = store.CreateDbContext();
        db.Courses.Add(new CourseRow
        {
            Name = course.Name,
            Version = course.Version,
            ContentSha256 = course.ContentSha256,
            PassScore = course.PassScore,
            ValidDays = course.ValidDays,
            Roles = string.Join(' ', course.Roles),
            RequiredFrom = Iso(course.RequiredFrom),
            RecordHash = course.Hash(),
            AddedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
        });
        db.PendingRecords.Add(PendingRecords.Row(time, new AdministrationObservations.CourseAdded(
            course.Name, course.Version, course.ContentSha256, course.PassScore, course.ValidDays, string.Join(' ', course.Roles), Iso(course.RequiredFrom), course.Hash(), by)));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException e) when (BrokerStore.IsDuplicate(e))
        {
            throw new BrokerException(ExitCode.Exists, $"Course {course} is there already, or was once. Other content is another version: give it a version of its own.", e);
        }

        return course;
    }

    /// <summary>From now on nobody needs this course, in any version.</summary>
    /// <exception cref="BrokerException">There is none, or it can't be left out.</exception>
    public async Task RetireAsync(string name, ActingPerson by, CancellationToken cancellationToken)
    {
        if (name == Course.DataAndPrivacy)
        {
            throw new BrokerException(ExitCode.Refused, $"The course '{name}' can't be left out: nobody may ask for a session without it. A newer version of it may be added.");
        }

        await using var db = store.CreateDbContext();
        var rows = await db.Courses.Where(c => c.Name == name && c.RetiredAt == null).ToListAsync(cancellationToken);
        if (rows.Count == 0)
        {
            throw new BrokerException(ExitCode.NotFound, $"There is no course '{name}' that counts. `training course list` shows all of them.");
        }

        rows.ForEach(row => row.RetiredAt = time.GetUtcNow().ToUnixTimeMilliseconds());
        db.PendingRecords.Add(PendingRecords.Row(time, new AdministrationObservations.CourseRetired(name, by)));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>All that aren't retired, in the order in which they were added.</summary>
    /// <exception cref="BrokerException">A row was altered.</exception>
    public async Task<IReadOnlyList<Course>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = store.CreateDbContext();
        return [.. (await db.Courses.AsNoTracking().Where(c => c.RetiredAt == null).OrderBy(c => c.Id).ToListAsync(cancellationToken)).Select(ToCourse)];
    }

    /// <summary>What counts at this moment; the course on data and privacy is always among it.</summary>
    /// <exception cref="BrokerException">It isn't, or a row was altered: then nobody is admitted.</exception>
    public async Task<IReadOnlyList<Course>> InForceAsync(CancellationToken cancellationToken)
    {
        var inForce = TrainingRules.InForce(await ListAsync(cancellationToken), time.GetUtcNow());
        return inForce.Any(c => c.Name == Course.DataAndPrivacy && AllRoles.All(c.Roles.Contains))
            ? inForce
            : throw new BrokerException(
                ExitCode.DataFolder,
                $"The store {store.Path} has no course '{Course.DataAndPrivacy}' that counts today, and nobody may ask for a session without it. Add it with `training course add {Course.DataAndPrivacy}`.");
    }

    private static Course ToCourse(CourseRow row)
    {
        var course = new Course(
            row.Name, row.Version, row.ContentSha256, row.PassScore, row.ValidDays, row.Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            DateOnly.ParseExact(row.RequiredFrom, "O", CultureInfo.InvariantCulture));
        return course.Hash() == row.RecordHash
            ? course
            : throw new BrokerException(ExitCode.DataFolder, $"Course {course} was altered: its content no longer fits its hash. Compare the store with the log.");
    }

    private static string? Objection(Course course) =>
        !IsId(course.Name) || !IsId(course.Version) ? $"A course and its version are named with 1 to {MaxName} small letters, digits, '.', '_' and '-', beginning with a letter or digit."
        : course.PassScore is < 0 or > 100 ? "The pass score must be between 0 and 100."
        : course.ValidDays is < 1 or > MaxValidDays ? $"The validity must be between 1 and {MaxValidDays} days."
        : course.Roles.FirstOrDefault(r => !AllRoles.Contains(r)) is { } role ? $"'{role}' needs no course: the roles that may need one are {string.Join(" and ", AllRoles)}."
        : course.Name == Course.DataAndPrivacy && !AllRoles.All(course.Roles.Contains) ? $"The course '{course.Name}' is for {string.Join(" and ", AllRoles)}: neither can be left out."
        : null;

    private static bool IsId(string text) =>
        text.Length is >= 1 and <= MaxName && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');

    private static string Iso(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);
}

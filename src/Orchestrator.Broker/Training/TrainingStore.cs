using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Encoding;

namespace Orchestrator.Broker.Training;

/// <summary>Records that people took courses. Nothing is ever changed or deleted: a better result is a further record.</summary>
internal sealed class TrainingStore(BrokerStore store, AccountStore accounts, CourseStore courses, TimeProvider time)
{
    private const int MaxText = 100;

    /// <exception cref="BrokerException">A value is refused, there is no such account or course, or it is the actor's own account.</exception>
    public async Task<TrainingRecord> RecordAsync(TrainingResult result, ActingPerson by, CancellationToken cancellationToken)
    {
        var account = await accounts.FindAsync(result.Account, cancellationToken);
        ActingRules.RequireOther(by, account.Name);
        var course = (await courses.ListAsync(cancellationToken)).SingleOrDefault(c => c.Name == result.Course && c.Version == result.Version)
            ?? throw new BrokerException(ExitCode.NotFound, $"There is no course '{result.Course}', version {result.Version}. `training course list` shows all of them.");
        if (Objection(result, account, course) is { } objection)
        {
            throw new BrokerException(ExitCode.Refused, objection);
        }

        var record = new TrainingRecord(
            account.Name, course.Name, course.Version, course.ContentSha256, result.Trainer, result.TakenOn, result.Score, result.ValidDays ?? course.ValidDays);
        var takenOn = record.TakenOn.ToString("O", CultureInfo.InvariantCulture);
        await using var db = store.CreateDbContext();
        db.Training.Add(new TrainingRow
        {
            AccountId = account.Id,
            Course = record.Course,
            Version = record.Version,
            ContentSha256 = record.ContentSha256,
            Trainer = record.Trainer,
            TakenOn = takenOn,
            Score = record.Score,
            ValidDays = record.ValidDays,
            RecordHash = record.Hash(),
            RecordedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
        });
        db.PendingRecords.Add(PendingRecords.Row(time, new AdministrationObservations.TrainingRecorded(
            account.Name, record.Course, record.Version, record.ContentSha256, record.Trainer, takenOn, record.Score, record.ValidDays, record.Hash(), by)));
        await db.SaveChangesAsync(cancellationToken);
        return record;
    }

    /// <summary>The first course that stands between this account and a session; null when there is none.</summary>
    /// <exception cref="BrokerException">Courses or records were altered: then nobody is admitted.</exception>
    public async Task<MissingTraining?> FirstMissingAsync(Account account, CancellationToken cancellationToken) => TrainingRules.FirstMissing(
        await courses.InForceAsync(cancellationToken), account.Role, await ListAsync(account.Name, cancellationToken), time.GetUtcNow());

    /// <summary>Ids of the courses of which this account has a current record, in the version that counts.</summary>
    /// <exception cref="BrokerException">Courses or records were altered.</exception>
    public async Task<IReadOnlyList<string>> HeldAsync(Account account, CancellationToken cancellationToken)
    {
        var records = await ListAsync(account.Name, cancellationToken);
        return [.. (await courses.InForceAsync(cancellationToken)).Where(c => TrainingRules.IsHeld(c, records, time.GetUtcNow())).Select(c => c.Name)];
    }

    /// <summary>All records of one account, or of all when <paramref name="name"/> is null, oldest first.</summary>
    /// <exception cref="BrokerException">There is no such account, or a row was altered.</exception>
    public async Task<IReadOnlyList<TrainingRecord>> ListAsync(string? name, CancellationToken cancellationToken)
    {
        var only = name is null ? null : await accounts.FindAsync(name, cancellationToken);
        await using var db = store.CreateDbContext();
        var rows = await (from training in db.Training.AsNoTracking()
                          join account in db.Accounts.AsNoTracking() on training.AccountId equals account.Id
                          where only == null || account.Id == only.Id
                          orderby training.Id
                          select new { training, account.Key }).ToListAsync(cancellationToken);
        return [.. rows.Select(r => ToRecord(r.training, r.Key))];
    }

    private static TrainingRecord ToRecord(TrainingRow row, string account)
    {
        var takenOn = DateOnly.ParseExact(row.TakenOn, "O", CultureInfo.InvariantCulture);
        var record = new TrainingRecord(account, row.Course, row.Version, row.ContentSha256, row.Trainer, takenOn, row.Score, row.ValidDays);
        return record.Hash() == row.RecordHash
            ? record
            : throw new BrokerException(
                ExitCode.DataFolder, $"Training record {row.Id} of {account} was altered: its content no longer fits its hash. Compare the store with the log.");
    }

    private string? Objection(TrainingResult result, Account account, Course course) =>
        !SafeText.IsSafe(result.Trainer, MaxText) ? $"The trainer must be named with 1 to {MaxText} visible characters on one line."
        : TrainingRules.IsOneself(result.Trainer, account.Name, account.PrintedName) ? $"Nobody records his own training: somebody else than {account.PrintedName} must have taught or examined."
        : !TrainingRules.HasBegun(result.TakenOn, time.GetUtcNow()) ? $"The day {result.TakenOn.ToString("O", CultureInfo.InvariantCulture)} hasn't come yet. Record a course when it was taken."
        : result.Score is < 0 or > 100 ? "The score must be between 0 and 100."
        : result.ValidDays is { } days && (days < 1 || days > course.ValidDays) ? $"The validity must be between 1 and {course.ValidDays} days: a record of course {course} never counts longer."
        : null;
}

using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Training;

/// <summary>Records courses. Nothing is ever changed or deleted: a better result is a further record.</summary>
internal sealed class TrainingStore(BrokerStore store, AccountStore accounts, TimeProvider time)
{
    /// <summary>Ten years: longer than any course stays true.</summary>
    public const int MaxValidDays = 3653;

    private const int MaxText = 100;

    /// <exception cref="BrokerException">A value is refused, or there is no such account.</exception>
    public async Task<TrainingRecord> RecordAsync(TrainingRecord record, CancellationToken cancellationToken)
    {
        Check(record);
        var account = await accounts.FindAsync(record.Account, cancellationToken);
        record = record with { Account = account.Name };
        var takenOn = record.TakenOn.ToString("O", CultureInfo.InvariantCulture);
        await using var db = store.CreateDbContext();
        db.Training.Add(new TrainingRow
        {
            AccountId = account.Id,
            Course = record.Course,
            Version = record.Version,
            Trainer = record.Trainer,
            TakenOn = takenOn,
            Score = record.Score,
            ValidDays = record.ValidDays,
            ContentHash = record.Hash(),
            RecordedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
        });
        db.PendingRecords.Add(PendingRecords.Row(time, new AdministrationObservations.TrainingRecorded(
            account.Name, record.Course, record.Version, record.Trainer, takenOn, record.Score, record.ValidDays, record.Hash())));
        await db.SaveChangesAsync(cancellationToken);
        return record;
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
        var record = new TrainingRecord(account, row.Course, row.Version, row.Trainer, takenOn, row.Score, row.ValidDays);
        return record.Hash() == row.ContentHash
            ? record
            : throw new BrokerException(
                ExitCode.DataFolder, $"Training record {row.Id} of {account} was altered: its content no longer fits its hash. Compare the store with the log.");
    }

    private static void Check(TrainingRecord record)
    {
        foreach (var (what, text) in new[] { ("course", record.Course), ("version", record.Version), ("trainer", record.Trainer) })
        {
            if (string.IsNullOrWhiteSpace(text) || text.Length > MaxText || text.Any(char.IsControl))
            {
                throw new BrokerException(ExitCode.Refused, $"The {what} must be 1 to {MaxText} characters on one line.");
            }
        }

        if (record.Score is < 0 or > 100)
        {
            throw new BrokerException(ExitCode.Refused, "The score must be between 0 and 100.");
        }

        if (record.ValidDays is < 1 or > MaxValidDays)
        {
            throw new BrokerException(ExitCode.Refused, $"The validity must be between 1 and {MaxValidDays} days.");
        }
    }
}

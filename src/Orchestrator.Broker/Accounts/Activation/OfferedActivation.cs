using Microsoft.EntityFrameworkCore;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Accounts.Consoles;
using Orchestrator.Broker.Accounts.Factors;
using Orchestrator.Broker.Admission;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Accounts.Activation;

/// <summary>What one link was offered: in memory alone until the first code proves that the owner's authenticator has the secret.</summary>
internal sealed class OfferedActivation(
    BrokerStore store, ConsoleStore consoles, FactorSecrets secrets, TimeProvider time, IRandomSource random, AccountRow found, string passwordHash,
    string fingerprint, string address) : IOfferedActivation
{
    /// <summary>Wrong codes on one link: an authenticator that doesn't fit at the third try has another secret, or a wrong clock.</summary>
    private const int MaxTries = 3;

    private int _tries;

    public byte[] Secret { get; } = secrets.New();

    public async Task<ConfirmationOutcome> ConfirmAsync(string code, CancellationToken cancellationToken)
    {
        if (OneTimeCodes.Match(Secret, code, time.GetUtcNow(), -1) is not { } step)
        {
            var mayTryAgain = ++_tries < MaxTries;
            return new ConfirmationOutcome.Refused(
                ActivationCodes.CodeWrong,
                mayTryAgain ? "This isn't the code of this moment. Wait for the next one, and check the clock of the device that makes them."
                    : "The codes don't fit. Check the clock of the device that makes them, then start `orchestrator activate` again; nothing was changed.",
                mayTryAgain);
        }

        var codes = RecoveryCodes.New(random);
        await using var db = store.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var sealedSecret = secrets.Seal(found.Key, Secret);

        // The setup code is spent by this one update: whoever else holds it comes too late.
        var activated = await db.Accounts
            .Where(a => a.Id == found.Id && a.SetupHash == found.SetupHash && a.SetupUntil > now && !a.Disabled)
            .ExecuteUpdateAsync(
                a => a.SetProperty(x => x.PasswordHash, passwordHash).SetProperty(x => x.FactorSecret, sealedSecret).SetProperty(x => x.FactorStep, step)
                    .SetProperty(x => x.SetupHash, (byte[]?)null).SetProperty(x => x.SetupUntil, (long?)null),
                cancellationToken);
        if (activated != 1)
        {
            return new ConfirmationOutcome.Refused(ActivationCodes.Failed, ActivationCodes.FailedSentence, MayTryAgain: false);
        }

        await db.RecoveryCodes.Where(c => c.AccountId == found.Id).ExecuteDeleteAsync(cancellationToken);
        db.RecoveryCodes.AddRange(codes.Select(each => RecoveryCodes.Row(found, each)));
        var nameHash = SignInCounters.HashOf(found.Key);
        await db.SignIns.Where(s => s.NameHash == nameHash).ExecuteDeleteAsync(cancellationToken);
        db.PendingRecords.Add(PendingRecords.Row(time, new AccountObservations.AccountActivated(found.Key, found.PrintedName, found.Role, fingerprint, address)));
        var isApproved = await consoles.AddRequestAsync(db, found, fingerprint, address, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new ConfirmationOutcome.Activated(codes, isApproved);
    }
}

using Orchestrator.Broker.Accounts.Consoles;
using Orchestrator.Broker.Accounts.Factors;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Store;
using Orchestrator.Protocol;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Testbed.Technician;

/// <summary>
/// For tests and benchmarks that sign in more often than people do, straight into the store: paper with more recovery codes than anybody gets, and
/// consoles approved without a command each. What is checked at a sign-in stays the same.
/// </summary>
public static class QuickAccounts
{
    /// <summary>More recovery codes for an activated account.</summary>
    public static async Task MorePaperAsync(string data, Person person, int count, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(person);
        var store = await BrokerStore.OpenAsync(DataFolder.At(data).Database, cancellationToken);
        await using var db = store.CreateDbContext();
        var account = db.Accounts.Single(a => a.Key == person.Account);
        var codes = Enumerable.Range(0, count).Select(_ => RandomCode.New(SystemRandomSource.Instance)).ToList();
        db.RecoveryCodes.AddRange(codes.Select(code => RecoveryCodes.Row(account, code)));
        await db.SaveChangesAsync(cancellationToken);
        person.Authenticator.Keep(codes.Select(code => new SecretText(code)));
    }

    /// <summary>Approves a console for everybody who has an account. What was revoked stays so.</summary>
    public static async Task ApproveForAllAsync(string data, KeyFingerprint console, CancellationToken cancellationToken)
    {
        var store = await BrokerStore.OpenAsync(DataFolder.At(data).Database, cancellationToken);
        await using var db = store.CreateDbContext();
        foreach (var account in db.Accounts.ToList())
        {
            var row = db.Consoles.SingleOrDefault(c => c.AccountId == account.Id && c.Fingerprint == console.Hex);
            if (row is null)
            {
                db.Consoles.Add(new ConsoleRow { AccountId = account.Id, Fingerprint = console.Hex, State = nameof(ConsoleState.Approved), Address = "testbed" });
            }
            else if (row.State == nameof(ConsoleState.Pending))
            {
                row.State = nameof(ConsoleState.Approved);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}

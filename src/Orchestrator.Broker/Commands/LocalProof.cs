using Orchestrator.Broker.Accounts;
using Orchestrator.Broker.Accounts.Consoles;
using Orchestrator.Broker.Accounts.Factors;
using Orchestrator.Broker.Admission;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Passwords;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Commands;

/// <summary>Somebody proves himself at the broker with password and code, in full, for one command. A code counts once, so ask once.</summary>
internal sealed class LocalProof(CommandIo io, PasswordHasher passwords)
{
    /// <summary>Asks for both and checks them.</summary>
    /// <param name="name">Account.</param>
    /// <param name="fromInput">From the first two lines of standard input, else from the person at the terminal.</param>
    /// <param name="option">The option that reads standard input, for the sentence.</param>
    /// <param name="folder">Data folder.</param>
    /// <param name="store">Its store.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BrokerException">The proof fails.</exception>
    public async Task<Authentication> ProveAsync(string name, bool fromInput, string option, DataFolder folder, BrokerStore store, CancellationToken cancellationToken)
    {
        var (password, code) = fromInput
            ? await Secrets.PasswordAndCodeFromInputAsync(io, cancellationToken)
            : Secrets.AskPasswordAndCode(io, name, $"Give both on standard input with {option}.");
        var found = await CheckAsync(new Credentials(name, password, code, SignInDevice.Local, SignInDevice.LocalName), folder, store, cancellationToken);
        return found.Refusal is { } no ? throw new BrokerException(ExitCode.NotProven, no.Sentence) : found;
    }

    private async Task<Authentication> CheckAsync(Credentials given, DataFolder folder, BrokerStore store, CancellationToken cancellationToken)
    {
        using var secrets = FactorSecrets.Load(folder, SystemRandomSource.Instance);
        var failures = 0;
        using var authenticator = new Authenticator(
            new AccountStore(store, io.Time, SystemRandomSource.Instance), new ConsoleStore(store, io.Time), new SecondFactor(store, secrets, io.Time), store,
            new SignInCounters(store, io.Time), _ => failures++, passwords, io.Time);
        var found = await authenticator.CheckAsync(given, cancellationToken);
        if (failures > 0)
        {
            await using var db = store.CreateDbContext();
            db.PendingRecords.Add(PendingRecords.Row(io.Time, new BrokerObservations.SignInsFailed(failures, 1)));
            await db.SaveChangesAsync(cancellationToken);
        }

        return found;
    }
}

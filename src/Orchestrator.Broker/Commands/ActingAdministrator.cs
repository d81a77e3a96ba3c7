using System.CommandLine;
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

/// <summary>
/// Who gives a command that changes something. As soon as an active administrator exists, each such command takes <c>--as NAME</c> and asks for
/// password and code, in full, every time; before that whoever owns the data folder sets up. A new command adds it with
/// <see cref="AddTo"/> and puts what <see cref="ProveAsync"/> gives into its record.
/// </summary>
internal sealed class ActingAdministrator(CommandIo io, PasswordHasher passwords)
{
    private readonly Option<string?> _as = new("--as") { Description = "The administrator who gives this command; asks for password and code. Needed as soon as there is one.", HelpName = "NAME" };
    private readonly Option<bool> _fromInput = new("--as-stdin") { Description = "Read password and code from the first two lines of standard input. Default: asks." };

    /// <summary>Gives a command the two options.</summary>
    public static ActingAdministrator AddTo(Command command, CommandIo io, PasswordHasher passwords)
    {
        var acting = new ActingAdministrator(io, passwords);
        command.Options.Add(acting._as);
        command.Options.Add(acting._fromInput);
        return acting;
    }

    /// <summary>Proves who gives the command. Call it before anything is changed, and once: a code counts once.</summary>
    /// <exception cref="BrokerException">Nobody is named although an administrator exists, the proof fails, or the role isn't admin.</exception>
    public async Task<ActingPerson> ProveAsync(ParseResult result, DataFolder folder, BrokerStore store, CancellationToken cancellationToken)
    {
        var accounts = new AccountStore(store, io.Time, SystemRandomSource.Instance);
        if (result.GetValue(_as) is not { } name)
        {
            return await accounts.HasActiveAdminAsync(cancellationToken)
                ? throw new BrokerException(ExitCode.NotProven, "There is an active administrator, so this command must say who gives it: add --as NAME. Password and code are asked then.")
                : ActingPerson.DataFolderOwner(Environment.UserName);
        }

        var (password, code) = result.GetValue(_fromInput)
            ? await Secrets.PasswordAndCodeFromInputAsync(io, cancellationToken)
            : Secrets.AskPasswordAndCode(io, name, "Give both on standard input with --as-stdin.");
        var found = await CheckAsync(new Credentials(name, password, code, SignInDevice.Local, SignInDevice.LocalName), folder, store, accounts, cancellationToken);
        if (found.Refusal is { } no)
        {
            throw new BrokerException(ExitCode.NotProven, no.Sentence);
        }

        return found.Account!.Role == AccountRoles.Admin
            ? found.Person with { OsAccount = Environment.UserName }
            : throw new BrokerException(ExitCode.NotProven, $"'{found.Account.Name}' is a {found.Account.Role}; only an admin gives this command.");
    }

    private async Task<Authentication> CheckAsync(Credentials given, DataFolder folder, BrokerStore store, AccountStore accounts, CancellationToken cancellationToken)
    {
        using var secrets = FactorSecrets.Load(folder, SystemRandomSource.Instance);
        var failures = 0;
        using var authenticator = new Authenticator(
            accounts, new ConsoleStore(store, io.Time), new SecondFactor(store, secrets, io.Time), store, new SignInCounters(store, io.Time), _ => failures++, passwords, io.Time);
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

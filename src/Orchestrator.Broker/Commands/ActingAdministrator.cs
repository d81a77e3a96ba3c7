using System.CommandLine;
using Orchestrator.Broker.Accounts;
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

        var found = await new LocalProof(io, passwords).ProveAsync(name, result.GetValue(_fromInput), "--as-stdin", folder, store, cancellationToken);
        return found.Account!.Role == AccountRoles.Admin
            ? found.Person with { OsAccount = Environment.UserName }
            : throw new BrokerException(ExitCode.NotProven, $"'{found.Account.Name}' is a {found.Account.Role}; only an admin gives this command.");
    }
}

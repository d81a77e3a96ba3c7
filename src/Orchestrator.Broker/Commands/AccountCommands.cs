using System.CommandLine;
using System.Globalization;
using Orchestrator.Broker.Accounts;
using Orchestrator.Domain;
using Orchestrator.Trust.Passwords;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Commands;

/// <summary><c>account add</c>, <c>list</c>, <c>approve</c>, <c>role</c>, <c>reset</c>, <c>disable</c>, <c>unlock</c>. They may run while the broker serves.</summary>
internal static class AccountCommands
{
    public static Command Create(CommandIo io, PasswordHasher passwords) => new("account", "Accounts of technicians, supervisors, auditors and admins.")
    {
        Add(io, passwords),
        List(io),
        Change(io, passwords, "approve", "Approve a role that another administrator gave.", "is approved", (changes, name, by, token) => changes.ApproveAsync(name, by, token)),
        Role(io, passwords),
        Reset(io, passwords),
        Change(io, passwords, "disable", "Take every right from an account, for ever; running sessions end within seconds.", "is disabled", (changes, name, by, token) => changes.DisableAsync(name, by, token)),
        Change(io, passwords, "unlock", "Let an account try again after too many failed sign-ins.", "may sign in again", (changes, name, by, token) => changes.UnlockAsync(name, by, token)),
    };

    private static Command Add(CommandIo io, PasswordHasher passwords)
    {
        var name = new Argument<string>("NAME") { Description = "User name: Latin letters, digits, '.', '_', '-'. Belongs to this person for ever." };
        var data = CommonOptions.Data();
        var printedName = CommonOptions.Text("--printed-name", "The name that operators read.", "TEXT");
        var role = CommonOptions.Text("--role", $"What the account may be: {AccountRoles.Spoken}.", "ROLE");
        var json = CommonOptions.AsJson();
        var command = new Command("add", "Make an account. Prints a setup code, once, with which its owner chooses password and second factor.") { name, data, printedName, role, json };
        var acting = ActingAdministrator.AddTo(command, io, passwords);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (folder, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var by = await acting.ProveAsync(result, folder, store, cancellationToken);
            var added = await new AccountStore(store, io.Time, SystemRandomSource.Instance).AddAsync(
                result.GetRequiredValue(name), result.GetRequiredValue(printedName), result.GetRequiredValue(role), by, cancellationToken);
            Show(io, result.GetValue(json), added, $"Account '{added.Account.Name}' is made for {added.Account.PrintedName} ({added.Account.Role}).");
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command List(CommandIo io)
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.AsJson();
        var command = new Command("list", "Show all accounts.") { data, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (_, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var accounts = await new AccountStore(store, io.Time, SystemRandomSource.Instance).ListAsync(cancellationToken);
            if (result.GetValue(json))
            {
                CommonOptions.WriteJson(io, accounts);
            }
            else
            {
                CommonOptions.WriteTable(
                    io, ["NAME", "PRINTED NAME", "ROLE", "STATE", "MADE"],
                    accounts.Select(a => new[] { a.Name, a.PrintedName, a.Role, Spoken(a.State), a.CreatedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) }));
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command Role(CommandIo io, PasswordHasher passwords)
    {
        var name = new Argument<string>("NAME") { Description = "User name." };
        var data = CommonOptions.Data();
        var role = CommonOptions.Text("--role", $"The new role: {AccountRoles.Spoken}.", "ROLE");
        var command = new Command("role", "Give an account another role; running sessions of the old one end within seconds.") { name, data, role };
        var acting = ActingAdministrator.AddTo(command, io, passwords);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (folder, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var by = await acting.ProveAsync(result, folder, store, cancellationToken);
            var account = await new AccountChanges(store, io.Time, SystemRandomSource.Instance).ChangeRoleAsync(
                result.GetRequiredValue(name), result.GetRequiredValue(role), by, cancellationToken);
            io.Output.WriteLine($"Account '{account.Name}' is {account.Role} ({Spoken(account.State)}).");
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command Reset(CommandIo io, PasswordHasher passwords)
    {
        var name = new Argument<string>("NAME") { Description = "User name." };
        var data = CommonOptions.Data();
        var reason = CommonOptions.Text("--reason", "Why: it stands in the record.", "TEXT");
        var json = CommonOptions.AsJson();
        var command = new Command("reset", "Take password, second factor and consoles from an account and print a new setup code, once. For who lost one of them.") { name, data, reason, json };
        var acting = ActingAdministrator.AddTo(command, io, passwords);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (folder, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var by = await acting.ProveAsync(result, folder, store, cancellationToken);
            var reset = await new AccountChanges(store, io.Time, SystemRandomSource.Instance).ResetAsync(
                result.GetRequiredValue(name), result.GetRequiredValue(reason), by, cancellationToken);
            Show(io, result.GetValue(json), reset, $"Account '{reset.Account.Name}' is reset; its sessions end now.");
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command Change(
        CommandIo io, PasswordHasher passwords, string verb, string description, string done, Func<AccountChanges, string, ActingPerson, CancellationToken, Task<Account>> change)
    {
        var name = new Argument<string>("NAME") { Description = "User name." };
        var data = CommonOptions.Data();
        var command = new Command(verb, description) { name, data };
        var acting = ActingAdministrator.AddTo(command, io, passwords);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (folder, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var by = await acting.ProveAsync(result, folder, store, cancellationToken);
            var account = await change(new AccountChanges(store, io.Time, SystemRandomSource.Instance), result.GetRequiredValue(name), by, cancellationToken);
            io.Output.WriteLine($"Account '{account.Name}' {done}.");
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static void Show(CommandIo io, bool asJson, NewAccount made, string sentence)
    {
        if (asJson)
        {
            CommonOptions.WriteJson(io, new { made.Account.Name, made.Account.PrintedName, made.Account.Role, made.Account.State, made.SetupCode, made.Until });
            return;
        }

        io.Output.WriteLine(sentence);
        io.Output.WriteLine($"Setup code:  {made.SetupCode}  (for the owner alone; counts once, until {made.Until.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC)");
        io.Output.WriteLine($"The owner runs:  orchestrator activate --user {made.Account.Name}");
        if (made.Account.State == AccountState.ToBeApproved)
        {
            io.Output.WriteLine($"Another administrator must approve the role:  orchestrator-broker account approve {made.Account.Name} --as NAME");
        }
    }

    private static string Spoken(AccountState state) => state switch
    {
        AccountState.ToBeActivated => "to be activated",
        AccountState.ToBeApproved => "to be approved",
        AccountState.Disabled => "disabled",
        _ => "active",
    };
}

using System.CommandLine;
using Orchestrator.Broker.Accounts;
using Orchestrator.Trust.Passwords;

namespace Orchestrator.Broker.Commands;

/// <summary><c>account add</c>, <c>list</c>, <c>disable</c>, <c>unlock</c>. They may run while the broker serves.</summary>
internal static class AccountCommands
{
    public static Command Create(CommandIo io, PasswordHasher passwords) => new("account", "Accounts of technicians.")
    {
        Add(io, passwords),
        List(io, passwords),
        Change(io, passwords, "disable", "Take every right from an account, for ever; running sessions end within seconds.", "is disabled", (store, name, token) => store.DisableAsync(name, token)),
        Change(io, passwords, "unlock", "Let an account try again after too many failed sign-ins.", "may sign in again", (store, name, token) => store.UnlockAsync(name, token)),
    };

    private static Command Add(CommandIo io, PasswordHasher passwords)
    {
        var name = new Argument<string>("NAME") { Description = "User name: Latin letters, digits, '.', '_', '-'. Belongs to this person for ever." };
        var data = CommonOptions.Data();
        var printedName = CommonOptions.Text("--printed-name", "The name that operators read.", "TEXT");
        var role = CommonOptions.Text("--role", "What the account may be: technician.", "ROLE");
        var fromInput = new Option<bool>("--password-stdin") { Description = "Read the password from the first line of standard input. Default: asks." };
        var command = new Command("add", "Make an account.") { name, data, printedName, role, fromInput };
        command.SetAction(async (result, cancellationToken) =>
        {
            var store = await CommonOptions.OpenStoreAsync(result, data, cancellationToken);
            var password = result.GetValue(fromInput)
                ? await Secrets.FromInputAsync(io, cancellationToken)
                : Secrets.Ask(io, "Password", "Give it on standard input with --password-stdin.");
            var account = await new AccountStore(store, passwords, io.Time).AddAsync(
                result.GetRequiredValue(name), result.GetRequiredValue(printedName), result.GetRequiredValue(role), password, cancellationToken);
            io.Output.WriteLine($"Account '{account.Name}' is made for {account.PrintedName} ({account.Role}).");
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command List(CommandIo io, PasswordHasher passwords)
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.AsJson();
        var command = new Command("list", "Show all accounts.") { data, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var store = await CommonOptions.OpenStoreAsync(result, data, cancellationToken);
            var accounts = await new AccountStore(store, passwords, io.Time).ListAsync(cancellationToken);
            if (result.GetValue(json))
            {
                CommonOptions.WriteJson(io, accounts);
            }
            else
            {
                CommonOptions.WriteTable(
                    io, ["NAME", "PRINTED NAME", "ROLE", "STATE", "MADE"],
                    accounts.Select(a => new[] { a.Name, a.PrintedName, a.Role, a.Disabled ? "disabled" : "active", a.CreatedAt.ToString("yyyy-MM-dd") }));
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command Change(
        CommandIo io, PasswordHasher passwords, string verb, string description, string done, Func<AccountStore, string, CancellationToken, Task<Account>> change)
    {
        var name = new Argument<string>("NAME") { Description = "User name." };
        var data = CommonOptions.Data();
        var command = new Command(verb, description) { name, data };
        command.SetAction(async (result, cancellationToken) =>
        {
            var store = await CommonOptions.OpenStoreAsync(result, data, cancellationToken);
            var account = await change(new AccountStore(store, passwords, io.Time), result.GetRequiredValue(name), cancellationToken);
            io.Output.WriteLine($"Account '{account.Name}' {done}.");
            return (int)ExitCode.Success;
        });
        return command;
    }
}

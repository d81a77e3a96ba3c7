using System.CommandLine;
using System.Globalization;
using Orchestrator.Broker.Accounts.Consoles;
using Orchestrator.Domain;
using Orchestrator.Trust.Passwords;

namespace Orchestrator.Broker.Commands;

/// <summary><c>console list</c>, <c>approve</c>, <c>revoke</c>. They may run while the broker serves.</summary>
internal static class ConsoleCommands
{
    public static Command Create(CommandIo io, PasswordHasher passwords) => new("console", "Consoles from which people sign in.")
    {
        List(io),
        Change(io, passwords, "approve", "Let a console sign its owner in. Compare the digits with those that the owner's console shows.", "is approved", (store, name, key, by, token) => store.ApproveAsync(name, key, by, token)),
        Change(io, passwords, "revoke", "Take every right from a console, for ever; its running session ends within seconds.", "is revoked", (store, name, key, by, token) => store.RevokeAsync(name, key, by, token)),
    };

    private static Command List(CommandIo io)
    {
        var name = new Argument<string?>("NAME") { Description = "User name; without it, everybody's.", Arity = ArgumentArity.ZeroOrOne };
        var data = CommonOptions.Data();
        var json = CommonOptions.AsJson();
        var command = new Command("list", "Show consoles, the pending ones too.") { name, data, json };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (_, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var consoles = await new ConsoleStore(store, io.Time).ListAsync(result.GetValue(name), cancellationToken);
            if (result.GetValue(json))
            {
                CommonOptions.WriteJson(io, consoles);
            }
            else
            {
                CommonOptions.WriteTable(
                    io, ["NAME", "CONSOLE", "STATE", "SEEN FIRST", "FROM"],
                    consoles.Select(c => new[] { c.Account, c.Short, c.State.ToString().ToLowerInvariant(), c.RequestedAt.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), c.Address }));
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Command Change(
        CommandIo io, PasswordHasher passwords, string verb, string description, string done, Func<ConsoleStore, string, string, ActingPerson, CancellationToken, Task<EnrolledConsole>> change)
    {
        var name = new Argument<string>("NAME") { Description = "User name of its owner." };
        var key = new Argument<string>("CONSOLE") { Description = "The digits that the console shows, in quotes or without spaces; or its whole fingerprint." };
        var data = CommonOptions.Data();
        var command = new Command(verb, description) { name, key, data };
        var acting = ActingAdministrator.AddTo(command, io, passwords);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (folder, store) = await CommonOptions.OpenAsync(result, data, cancellationToken);
            var by = await acting.ProveAsync(result, folder, store, cancellationToken);
            var console = await change(new ConsoleStore(store, io.Time), result.GetRequiredValue(name), result.GetRequiredValue(key), by, cancellationToken);
            io.Output.WriteLine($"Console {console.Short} of '{console.Account}' {done}.");
            return (int)ExitCode.Success;
        });
        return command;
    }
}

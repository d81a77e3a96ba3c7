using System.Text;
using Orchestrator.Protocol;

namespace Orchestrator.Technicians.Commands;

/// <summary>Reads passwords and codes: lines of standard input, or a person at a terminal. Never from the command line, where other users see them.</summary>
internal static class Secrets
{
    private const int MaxCharacters = 4096;

    /// <summary>Password and code of one sign-in.</summary>
    public static async Task<(SecretText Password, SecretText Code)> PasswordAndCodeAsync(CommandIo io, bool fromInput, string account, CancellationToken cancellationToken)
    {
        if (fromInput)
        {
            var lines = new InputLines(io.Input);
            return (await lines.NextAsync("password", cancellationToken).ConfigureAwait(false), await lines.NextAsync("code", cancellationToken).ConfigureAwait(false));
        }

        RequireSomebody(io, "password", "Give password and code on standard input with --password-stdin, a line each.");
        return (new SecretText(ReadHidden(io, $"Password of {account}: ")), new SecretText(ReadHidden(io, $"Code of {account}, or a recovery code: ")));
    }

    /// <exception cref="ConsoleException">Nobody sits at a terminal.</exception>
    public static void RequireSomebody(CommandIo io, string what, string otherwise)
    {
        if (!io.IsInteractive)
        {
            throw new ConsoleException("NO_PASSWORD", ExitCode.Usage, $"There is nobody to ask for the {what}. {otherwise}");
        }
    }

    /// <summary>A line from a person, without showing what is typed.</summary>
    public static string ReadHidden(CommandIo io, string prompt)
    {
        io.Error.Write(prompt);
        var text = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                text.Length = Math.Max(0, text.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar) && text.Length < MaxCharacters)
            {
                text.Append(key.KeyChar);
            }
        }

        io.Error.WriteLine();
        return text.ToString();
    }
}

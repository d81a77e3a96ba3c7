using System.Text;

namespace Orchestrator.Broker.Commands;

/// <summary>Reads passwords and passphrases: from standard input, a file, or a person at a terminal. Never from the command line, where other users see it.</summary>
internal static class Secrets
{
    private const int MaxBytes = 4096;

    /// <summary>Password and code, from the first two lines of standard input.</summary>
    public static async Task<(string Password, string Code)> PasswordAndCodeFromInputAsync(CommandIo io, CancellationToken cancellationToken)
    {
        var bytes = await ReadAsync(io.Input, lines: 2, cancellationToken);
        var end = Array.IndexOf(bytes, (byte)'\n');
        return end < 0
            ? throw new BrokerException(ExitCode.Refused, "Standard input needs two lines: the password, then the code.")
            : (FirstLine(bytes, "standard input"), FirstLine(bytes[(end + 1)..], "standard input"));
    }

    /// <summary>Password and code, from a person at a terminal, without showing what is typed.</summary>
    public static (string Password, string Code) AskPasswordAndCode(CommandIo io, string account, string otherwise)
    {
        RequireSomebody(io, "password", otherwise);
        return (ReadHidden(io, $"Password of {account}: "), ReadHidden(io, $"Code of {account}: "));
    }

    /// <summary>The first line of a file.</summary>
    public static async Task<string> FromFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return FirstLine(await ReadAsync(file, lines: 1, cancellationToken), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BrokerException(ExitCode.Refused, $"The file {path} can't be read. Name a file with the passphrase in its first line.", e);
        }
    }

    /// <summary>Asks twice, without showing what is typed.</summary>
    public static string Ask(CommandIo io, string what, string otherwise)
    {
        RequireSomebody(io, what, otherwise);
        var first = ReadHidden(io, $"{what}: ");
        return first == ReadHidden(io, $"{what} again: ")
            ? first
            : throw new BrokerException(ExitCode.Refused, "The two inputs differ. Try again.");
    }

    /// <summary>A line from a person, without showing what is typed.</summary>
    public static string ReadHidden(CommandIo io, string prompt)
    {
        io.Error.Write(prompt);
        var text = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace && text.Length > 0)
            {
                text.Length--;
            }
            else if (!char.IsControl(key.KeyChar) && text.Length < MaxBytes)
            {
                text.Append(key.KeyChar);
            }
        }

        io.Error.WriteLine();
        return text.ToString();
    }

    private static void RequireSomebody(CommandIo io, string what, string otherwise)
    {
        if (!io.IsInteractive)
        {
            throw new BrokerException(ExitCode.Refused, $"There is nobody to ask for the {what}. {otherwise}");
        }
    }

    /// <summary>Reads until so many lines are there: a pipe that stays open doesn't hold the command.</summary>
    private static async Task<byte[]> ReadAsync(Stream stream, int lines, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxBytes];
        var count = 0;
        while (count < MaxBytes && buffer.AsSpan(0, count).Count((byte)'\n') < lines
            && await stream.ReadAsync(buffer.AsMemory(count), cancellationToken) is > 0 and var read)
        {
            count += read;
        }

        return buffer[..count];
    }

    private static string FirstLine(byte[] bytes, string where)
    {
        var end = Array.IndexOf(bytes, (byte)'\n');
        if (end < 0 && bytes.Length == MaxBytes)
        {
            throw new BrokerException(ExitCode.Refused, $"The first line of {where} is too long to be a password.");
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(end < 0 ? bytes : bytes[..end]).TrimEnd('\r');
        }
        catch (DecoderFallbackException e)
        {
            throw new BrokerException(ExitCode.Refused, $"The first line of {where} isn't UTF-8 text.", e);
        }
    }
}

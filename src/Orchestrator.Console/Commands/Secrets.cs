using System.Text;
using Orchestrator.Protocol;

namespace Orchestrator.Technicians.Commands;

/// <summary>Reads passwords: the first line of standard input, or a person at a terminal. Never from the command line, where other users see it.</summary>
internal static class Secrets
{
    private const int MaxBytes = 4096;

    public static async Task<SecretText> PasswordAsync(CommandIo io, bool fromInput, string account, CancellationToken cancellationToken)
    {
        if (fromInput)
        {
            var buffer = new byte[MaxBytes];
            var count = await io.Input.ReadAtLeastAsync(buffer, MaxBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return new SecretText(FirstLine(buffer.AsSpan(0, count)));
        }

        return io.IsInteractive
            ? new SecretText(ReadHidden(io, $"Password of {account}: "))
            : throw new ConsoleException("NO_PASSWORD", ExitCode.Usage, "There is nobody to ask for the password. Give it on standard input with --password-stdin.");
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
            else if (!char.IsControl(key.KeyChar) && text.Length < MaxBytes)
            {
                text.Append(key.KeyChar);
            }
        }

        io.Error.WriteLine();
        return text.ToString();
    }

    private static string FirstLine(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0 && bytes.Length == MaxBytes)
        {
            throw new ConsoleException("NO_PASSWORD", ExitCode.Usage, "The first line of standard input is too long to be a password.");
        }

        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(end < 0 ? bytes : bytes[..end]).TrimEnd('\r');
        }
        catch (DecoderFallbackException e)
        {
            throw new ConsoleException("NO_PASSWORD", ExitCode.Usage, "The first line of standard input isn't UTF-8 text.", e);
        }
    }
}

using System.Text;
using Orchestrator.Protocol;

namespace Orchestrator.Technicians.Commands;

/// <summary>Lines of standard input, one at a time: a script may wait for our answer before it writes the next one.</summary>
internal sealed class InputLines(Stream input)
{
    private const int MaxBytes = 4096;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The next line.</summary>
    /// <exception cref="ConsoleException">There is none, it is too long, or no text.</exception>
    public async Task<SecretText> NextAsync(string what, CancellationToken cancellationToken)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (one[0] != '\n')
        {
            if (await input.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 0)
            {
                return line.Count > 0 ? Text(line, what) : throw Wrong($"Standard input has no line with the {what}.");
            }

            line.Add(one[0]);
            if (line.Count > MaxBytes)
            {
                throw Wrong($"The line of standard input with the {what} is too long.");
            }
        }

        return Text(line, what);
    }

    private static SecretText Text(List<byte> line, string what)
    {
        try
        {
            return new SecretText(Strict.GetString([.. line]).TrimEnd('\n').TrimEnd('\r'));
        }
        catch (DecoderFallbackException e)
        {
            throw new ConsoleException("NO_INPUT", ExitCode.Usage, $"The line of standard input with the {what} isn't UTF-8 text.", e);
        }
    }

    private static ConsoleException Wrong(string sentence) => new("NO_INPUT", ExitCode.Usage, sentence);
}

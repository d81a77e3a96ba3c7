using System.Text;

namespace Orchestrator.Technicians.Scripts;

/// <summary>Splits a line into words; a word in double quotes may hold spaces and <c>\n \t \" \\</c>.</summary>
internal static class ScriptWords
{
    /// <exception cref="FormatException">A quote without its end, or an escape that doesn't exist.</exception>
    public static string[] Split(string text)
    {
        var words = new List<string>();
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            words.Add(text[at] == '"' ? Quoted(text, ref at) : Bare(text, ref at));
        }

        return [.. words];
    }

    private static string Bare(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return text[start..at];
    }

    private static string Quoted(string text, ref int at)
    {
        var word = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"' when at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]):
                    throw new FormatException("put a space behind the closing quote");
                case '"':
                    at++;
                    return word.ToString();
                case '\\':
                    word.Append(Escaped(at + 1 < text.Length ? text[++at] : ' '));
                    break;
                default:
                    word.Append(text[at]);
                    break;
            }
        }

        throw new FormatException("a closing quote is missing");
    }

    private static char Escaped(char c) => c switch
    {
        'n' => '\n',
        't' => '\t',
        '"' or '\\' => c,
        _ => throw new FormatException("""behind a backslash stands n, t, " or \"""),
    };
}

using Jint;
using Jint.Native;
using Jint.Runtime;

namespace Orchestrator.Pac.Functions;

/// <summary>
/// <c>shExpMatch</c>. Since the beginning it is a regular expression in which a dot is a dot, a star anything and a question mark one character; other
/// signs keep the meaning that they have in regular expressions, and files rest on that. Patterns of letters, stars and question marks, nearly all, are
/// matched here, in a time that grows with the text alone.
/// </summary>
internal sealed class ShellPatterns(Engine engine)
{
    // Taken before a script can replace it.
    private readonly JsValue regExp = engine.Global.Get("RegExp");

    /// <summary>True when the whole text is of that pattern.</summary>
    public bool IsMatch(string text, string pattern)
    {
        if (pattern.All(IsPlain) && text.AsSpan().IndexOfAny("\r\n\u2028\u2029") < 0)
            return IsPlainMatch(text, pattern);
        var source = pattern.Replace(".", "\\.", StringComparison.Ordinal).Replace("*", ".*", StringComparison.Ordinal).Replace('?', '.');
        var expression = engine.Construct(regExp, [new JsString($"^{source}$")]);
        return TypeConverter.ToBoolean(engine.Call(expression.Get("test"), expression, [new JsString(text)]));
    }

    private static bool IsPlain(char sign) => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '*' or '?' or '-' or '_' or ':' or '/' or '~' or '%' or '=' or '&' or '@' or '#' or ',' or ';' or ' ';

    private static bool IsPlainMatch(string text, string pattern)
    {
        // On a mismatch only the last star takes one character more: what an earlier one could take, the last one can, too.
        int at = 0, sign = 0, star = -1, taken = 0;
        while (at < text.Length)
        {
            if (sign < pattern.Length && pattern[sign] == '*')
                (star, taken) = (sign++, at);
            else if (sign < pattern.Length && (pattern[sign] == '?' || pattern[sign] == text[at]))
                (sign, at) = (sign + 1, at + 1);
            else if (star >= 0)
                (sign, at) = (star + 1, ++taken);
            else
                return false;
        }

        return pattern.AsSpan(sign).TrimStart('*').IsEmpty;
    }
}

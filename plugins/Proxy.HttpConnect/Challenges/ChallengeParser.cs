using System.Collections.Immutable;
using System.Text;
using Orchestrator.Plugins.Shared.Http;

namespace Orchestrator.Plugins.Proxy.HttpConnect.Challenges;

/// <summary>
/// Reads the values of Proxy-Authenticate. One value may hold several schemes (RFC 9110, section 11.6.1): a part between commas that begins with a
/// token and isn't name=value begins a new one.
/// </summary>
internal static class ChallengeParser
{
    /// <summary>The schemes, in their order; no more than <see cref="ConnectLimits.Challenges"/>.</summary>
    public static ImmutableArray<Challenge> Parse(IEnumerable<string> values)
    {
        var challenges = new List<Challenge>();
        foreach (var part in values.SelectMany(SplitOutsideQuotes))
        {
            var rest = part;
            if (SchemeOf(part) is { } scheme)
            {
                if (challenges.Count == ConnectLimits.Challenges)
                    break;
                challenges.Add(new Challenge(scheme, "", ImmutableDictionary<string, string>.Empty));
                rest = part[scheme.Length..].TrimStart();
            }

            if (challenges.Count > 0)
                challenges[^1] = With(challenges[^1], rest);
        }

        return [.. challenges];
    }

    private static Challenge With(Challenge challenge, string part)
    {
        if (part.Length == 0)
            return challenge;
        if (IsToken68(part))
            return challenge.Token.Length == 0 && challenge.Parameters.IsEmpty ? challenge with { Token = part } : challenge;
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? "" : part[..equals].Trim().ToLowerInvariant();
        return name.Length == 0 || challenge.Parameters.Count == ConnectLimits.Parameters || challenge.Parameters.ContainsKey(name)
            ? challenge
            : challenge with { Parameters = challenge.Parameters.Add(name, Unquote(part[(equals + 1)..].Trim())) };
    }

    // RFC 9110, section 11.2: letters of base 64, with its padding at the end.
    private static bool IsToken68(string part) => part.TrimEnd('=').All(letter => char.IsAsciiLetterOrDigit(letter) || "-._~+/".Contains(letter, StringComparison.Ordinal));

    private static string? SchemeOf(string part)
    {
        var end = part.TakeWhile(HttpHeadParser.IsTokenLetter).Count();
        return end > 0 && (end == part.Length || (part[end] == ' ' && !part[end..].TrimStart().StartsWith('='))) ? part[..end] : null;
    }

    private static string Unquote(string value)
    {
        if (value is not ['"', .., '"'])
            return value;
        var text = new StringBuilder();
        for (var i = 1; i < value.Length - 1; i++)
            text.Append(value[i] == '\\' && i < value.Length - 2 ? value[++i] : value[i]);
        return text.ToString();
    }

    private static IEnumerable<string> SplitOutsideQuotes(string value)
    {
        var (start, quoted) = (0, false);
        for (var i = 0; i < value.Length; i++)
        {
            if (quoted && value[i] == '\\')
                i++;
            else if (value[i] == '"')
                quoted = !quoted;
            else if (value[i] == ',' && !quoted)
            {
                yield return value[start..i].Trim();
                start = i + 1;
            }
        }

        yield return value[start..].Trim();
    }
}

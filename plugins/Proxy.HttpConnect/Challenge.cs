using Orchestrator.Plugins.Shared.Http;

namespace Orchestrator.Plugins.Proxy.HttpConnect;

/// <summary>One authentication scheme that a proxy offers.</summary>
/// <param name="Scheme">As it came.</param>
/// <param name="Realm">Empty when none; printable, at most 80 characters.</param>
internal sealed record Challenge(string Scheme, string Realm)
{
    private const int LongestRealm = 80;

    /// <summary>
    /// Reads header values; one may hold several schemes (RFC 9110, section 11.6.1): a part between commas that begins with a token and
    /// isn't name=value begins a new one.
    /// </summary>
    public static IReadOnlyList<Challenge> ParseAll(IEnumerable<string> values)
    {
        var challenges = new List<Challenge>();
        foreach (var part in values.SelectMany(SplitOutsideQuotes))
        {
            var rest = part;
            if (SchemeOf(part) is { } scheme)
            {
                if (challenges.Count == ConnectLimits.Challenges)
                    break;
                challenges.Add(new Challenge(scheme, ""));
                rest = part[scheme.Length..].TrimStart();
            }

            if (challenges.Count > 0 && RealmOf(rest) is { } realm)
                challenges[^1] = challenges[^1] with { Realm = realm };
        }

        return challenges;
    }

    private static string? SchemeOf(string part)
    {
        var end = part.TakeWhile(HttpHeadParser.IsTokenLetter).Count();
        return end > 0 && (end == part.Length || (part[end] == ' ' && !part[end..].TrimStart().StartsWith('='))) ? part[..end] : null;
    }

    private static string? RealmOf(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || !string.Equals(parameter[..equals].Trim(), "realm", StringComparison.OrdinalIgnoreCase))
            return null;
        var realm = parameter[(equals + 1)..].Trim();
        if (realm is ['"', .., '"'])
            realm = realm[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal);
        realm = string.Concat(realm.Select(letter => letter is >= ' ' and <= '~' ? letter : '?'));
        return realm.Length <= LongestRealm ? realm : realm[..LongestRealm];
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

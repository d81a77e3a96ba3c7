using System.Collections.Immutable;
using Orchestrator.Plugins.Proxy.HttpConnect.Exchange;

namespace Orchestrator.Plugins.Proxy.HttpConnect.Challenges;

/// <summary>What a proxy offers in one answer.</summary>
/// <param name="Status">407, or 401.</param>
/// <param name="Challenges">In its order.</param>
internal sealed record Offer(int Status, ImmutableArray<Challenge> Challenges)
{
    private const int MostNames = 8;
    private const int LongestName = 20;

    /// <summary>For people: the names of the schemes; "none" when there is none.</summary>
    public string Names
    {
        get
        {
            var names = Challenges.Select(one => one.Scheme.Length <= LongestName ? one.Scheme : one.Scheme[..LongestName]).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostNames);
            return string.Join(", ", names) is { Length: > 0 } some ? some : "none";
        }
    }

    /// <summary>For people: what the proxy calls itself; empty when it doesn't. Negotiate and NTLM have no realm of their own.</summary>
    public string Realm => Challenges.Select(one => one.Realm).FirstOrDefault(realm => realm.Length > 0, "");

    /// <summary>Reads an answer that wants credentials. Some proxies send 401 and mean themselves.</summary>
    public static Offer Of(Answer answer) => new(
        answer.Status,
        ChallengeParser.Parse([.. answer.Head!.All("Proxy-Authenticate"), .. answer.Status == 401 ? answer.Head.All("WWW-Authenticate") : []]));

    /// <summary>The first challenge of a scheme; null when it isn't offered.</summary>
    public Challenge? Find(string scheme) => Challenges.FirstOrDefault(one => one.Is(scheme));
}

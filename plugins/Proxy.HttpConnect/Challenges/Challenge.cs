using System.Collections.Immutable;

namespace Orchestrator.Plugins.Proxy.HttpConnect.Challenges;

/// <summary>One authentication scheme that a proxy offers.</summary>
/// <param name="Scheme">As it came.</param>
/// <param name="Token">What Negotiate and NTLM carry in place of parameters; empty when none.</param>
/// <param name="Parameters">Lower-case names, values without quotes.</param>
internal sealed record Challenge(string Scheme, string Token, ImmutableDictionary<string, string> Parameters)
{
    private const int LongestRealm = 80;

    /// <summary>For people: printable, at most 80 characters; empty when none.</summary>
    public string Realm
    {
        get
        {
            var realm = string.Concat(this["realm"].Select(letter => letter is >= ' ' and <= '~' ? letter : '?'));
            return realm.Length <= LongestRealm ? realm : realm[..LongestRealm];
        }
    }

    /// <summary>A parameter; empty when it isn't there.</summary>
    public string this[string name] => Parameters.GetValueOrDefault(name, "");

    /// <summary>True for this scheme, case ignored.</summary>
    public bool Is(string scheme) => string.Equals(Scheme, scheme, StringComparison.OrdinalIgnoreCase);
}

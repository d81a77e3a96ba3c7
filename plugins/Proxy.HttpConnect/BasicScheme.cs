using System.Text;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Shared.Http;

namespace Orchestrator.Plugins.Proxy.HttpConnect;

/// <summary>Basic authentication (RFC 7617), in UTF-8.</summary>
internal static class BasicScheme
{
    /// <summary>Name of the scheme.</summary>
    public const string Name = "Basic";

    /// <summary>Answers a challenge with the header's value, or says why not. Asks for credentials only when it may send them.</summary>
    public static async ValueTask<(string? Authorization, ProxyFailure? Refusal)> AnswerAsync(
        HttpHead challenge, IProxyCredentials credentials, CancellationToken cancellationToken)
    {
        var status = challenge.Status;
        var offered = Challenge.ParseAll([.. challenge.All("Proxy-Authenticate"), .. status == 401 ? challenge.All("WWW-Authenticate") : []]);
        if (offered.FirstOrDefault(one => string.Equals(one.Scheme, Name, StringComparison.OrdinalIgnoreCase)) is not { } basic)
            return (null, ProxyFailures.NoScheme(status, string.Join(", ", offered.Select(one => one.Scheme).Distinct())));
        if (!credentials.AllowBasicInClear)
            return (null, ProxyFailures.BasicInClear(status));
        if (await credentials.GetAsync(Name, basic.Realm, cancellationToken).ConfigureAwait(false) is not { } credential)
            return (null, ProxyFailures.NoCredentials(status, basic.Realm));
        if (credential.UserName.Contains(':', StringComparison.Ordinal) || credential.UserName.Any(char.IsControl) || credential.Password.Any(char.IsControl))
            return (null, ProxyFailures.BadCredentials(status));
        return ($"{Name} {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}"))}", null);
    }
}

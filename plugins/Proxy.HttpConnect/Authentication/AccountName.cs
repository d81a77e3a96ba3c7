using System.Net;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Proxy.HttpConnect.Authentication;

/// <summary>User names with a domain: <c>DOMAIN\user</c> and <c>user@REALM</c>. Basic and Digest send them as they are written.</summary>
internal static class AccountName
{
    /// <summary>For NTLM, where <c>user@domain</c> is a name of its own.</summary>
    public static NetworkCredential ForNtlm(ProxyCredential credential) => Split(credential, '\\', domainFirst: true) ?? new NetworkCredential(credential.UserName, credential.Password);

    /// <summary>For Kerberos, where both forms name a realm.</summary>
    public static NetworkCredential ForKerberos(ProxyCredential credential) =>
        Split(credential, '\\', domainFirst: true) ?? Split(credential, '@', domainFirst: false) ?? new NetworkCredential(credential.UserName, credential.Password);

    /// <summary>False where a control character would break a header or a name.</summary>
    public static bool IsSendable(ProxyCredential credential) => !credential.UserName.Any(char.IsControl) && !credential.Password.Any(char.IsControl);

    private static NetworkCredential? Split(ProxyCredential credential, char between, bool domainFirst)
    {
        var at = credential.UserName.LastIndexOf(between);
        if (at <= 0 || at == credential.UserName.Length - 1)
            return null;
        var (left, right) = (credential.UserName[..at], credential.UserName[(at + 1)..]);
        return domainFirst ? new NetworkCredential(right, credential.Password, left) : new NetworkCredential(left, credential.Password, right);
    }
}

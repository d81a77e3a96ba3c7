using System.Text;
using Orchestrator.Testbed.Scenarios.Model;

namespace Orchestrator.Testbed.Scenarios.Worlds;

/// <summary>The site file that the customer's IT would write for a scenario.</summary>
public static class SiteFileText
{
    /// <summary>Its text; empty when nothing has to be said.</summary>
    /// <param name="scenario">Of which.</param>
    /// <param name="proxyAddress">Address of the proxy, where a scenario names it so.</param>
    public static string Of(Scenario scenario, string proxyAddress)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var text = new StringBuilder();
        if (scenario.Proxy is { } proxy)
            WriteProxy(text, proxy, proxyAddress);
        foreach (var line in scenario.Site.Lines)
            text.Append(line).Append('\n');
        return text.ToString();
    }

    private static void WriteProxy(StringBuilder text, ProxySetup proxy, string address)
    {
        // Whatever the operating system's settings name, the site file is silent about.
        if (proxy.FoundBy == ProxySource.System)
            return;
        text.Append("proxy:\n");
        text.Append(proxy.FoundBy switch
        {
            ProxySource.Pac => $"  pac: http://{SiteNames.PacServer}/proxy.pac\n",
            ProxySource.Wpad => $"  wpad: {SiteNames.SiteDomain}\n",
            _ => $"  address: {Scheme(proxy.Kind)}://{Host(proxy, address)}:{SiteNames.Port(HostRole.Proxy, proxy.Kind)}\n",
        });
        if (proxy.Credentials is CredentialChoice.Right or CredentialChoice.Wrong)
        {
            text.Append($"  user: {SiteNames.User}\n");
            text.Append($"  password: {(proxy.Credentials == CredentialChoice.Right ? SiteNames.Password : SiteNames.WrongPassword)}\n");
        }

        // A PAC file may name any host; the account is for these.
        if (proxy is { Pac: not null, Credentials: CredentialChoice.Right or CredentialChoice.Wrong })
            text.Append($"  hosts: [{SiteNames.Proxy}, {SiteNames.SecondProxy}]\n");
        if (proxy.BasicInClear)
            text.Append("  basic-without-tls: yes\n");
    }

    private static string Host(ProxySetup proxy, string address) =>
        proxy.NamedBy == ProxyNaming.Name ? SiteNames.Proxy : address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;

    private static string Scheme(ProxyKind kind) => kind switch
    {
        ProxyKind.Http => "http",
        ProxyKind.Https => "https",
        _ => "socks5",
    };
}

using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Services;

/// <summary>Writes the site file as the customer's IT does.</summary>
internal static class SiteFiles
{
    /// <summary>Writes it; gives its path, null where nothing has to be said.</summary>
    public static string? Write(string folder, Scenario scenario)
    {
        string[] lines = [.. Proxy(scenario), .. scenario.Site.Lines];
        if (lines.Length == 0)
        {
            return null;
        }

        var file = Path.Combine(folder, "site.yaml");
        File.WriteAllText(file, string.Join('\n', lines) + "\n");
        return file;
    }

    private static IEnumerable<string> Proxy(Scenario scenario)
    {
        if (scenario.Proxy is not { FoundBy: ProxySource.SiteFile } proxy)
        {
            yield break;
        }

        yield return "proxy:";
        yield return $"  address: {Scheme(proxy.Kind)}://{Host(proxy, scenario.Network.Addresses)}:{SiteNames.Port(HostRole.Proxy, proxy.Kind)}";
        if (proxy.Credentials is CredentialChoice.Right or CredentialChoice.Wrong)
        {
            yield return $"  user: {SiteNames.User}";
            yield return $"  password: {(proxy.Credentials == CredentialChoice.Right ? SiteNames.Password : SiteNames.WrongPassword)}";
        }

        if (proxy.BasicInClear)
        {
            yield return "  basic-without-tls: yes";
        }
    }

    private static string Scheme(ProxyKind kind) => kind switch
    {
        ProxyKind.Http => "http",
        ProxyKind.Https => "https",
        _ => "socks5",
    };

    private static string Host(ProxySetup proxy, AddressFamilies addresses) => proxy.NamedBy == ProxyNaming.Name
        ? SiteNames.Proxy
        : addresses == AddressFamilies.Ipv6 ? $"[{SiteAddresses.Of(HostRole.Proxy, Family.V6)}]" : SiteAddresses.Of(HostRole.Proxy, Family.V4).ToString();
}

using System.Collections.Immutable;
using Orchestrator.Links.Routing;
using Orchestrator.Yaml;

namespace Orchestrator.SiteFiles;

/// <summary>Reads what a site file says about the way out: one proxy, PAC file or WPAD domain, the account for it, and the order.</summary>
internal static class SiteProxyReader
{
    private const int MostHosts = 16;

    /// <summary>Reads the entry <c>proxy</c>.</summary>
    /// <exception cref="YamlFaultException">With the place.</exception>
    public static SiteFile Read(YamlPlace node, SiteFile file)
    {
        var routes = new RouteSettings { Origin = RouteOrigin.SiteFile, UseSystem = true };
        string? user = null;
        string? password = null;
        YamlPlace? hosts = null;
        YamlPlace? direct = null;
        YamlPlace? system = null;
        foreach (var (key, value) in node.Entries("address", "pac", "wpad", "direct", "system", "user", "password", "hosts", "basic-without-tls"))
        {
            switch (key)
            {
                case "address":
                    routes = routes with { Proxy = Address(value) };
                    break;
                case "pac":
                    routes = routes with { PacFile = Place(value) };
                    break;
                case "wpad":
                    routes = routes with { WpadDomain = Domain(value) };
                    break;
                case "direct":
                    (direct, routes) = (value, routes with { Direct = When(value) });
                    break;
                case "system":
                    (system, routes) = (value, routes with { UseSystem = value.YesOrNo() });
                    break;
                case "user":
                    user = value.Text(200);
                    break;
                case "password":
                    password = value.Text(200);
                    break;
                case "hosts":
                    (hosts, routes) = (value, routes with { AccountHosts = Hosts(value) });
                    break;
                default:
                    file = file with { BasicWithoutTls = value.YesOrNo() };
                    break;
            }
        }

        var named = new[] { routes.Proxy, routes.PacFile, routes.WpadDomain }.Count(one => one is not null);
        var byScript = routes.PacFile is not null || routes.WpadDomain is not null;
        if (named > 1)
            throw node.Wrong("needs one of address, pac and wpad, not several");
        if (byScript && direct is not null)
            throw direct.Wrong("has no meaning beside a PAC file, which says itself where DIRECT comes");
        if (named > 0 && system is not null)
            throw system.Wrong("has no meaning beside a named proxy or PAC file, which comes alone");
        if (user is null != password is null)
            throw node.Wrong("needs both user and password, or neither");
        if (user is not null && named == 0)
            throw node.Wrong("has an account and no proxy: name it by address, pac or wpad");
        if (user is not null && byScript && hosts is null)
            throw node.Wrong("needs hosts beside the account: the proxies that may be shown it, since the PAC file may name any");
        if (hosts is not null && (user is null || !byScript))
            throw hosts.Wrong("counts only beside an account and a PAC file");
        return file with
        {
            Routes = named > 0 ? routes with { UseSystem = false } : routes,
            ProxyCredentials = user is null ? null : new SiteProxyCredentials(user, password!, file.BasicWithoutTls),
        };
    }

    private static string Address(YamlPlace place)
    {
        var address = place.Text(300);
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "socks5" && uri.Port > 0 && uri.UserInfo.Length == 0
            ? address
            : throw place.Wrong("needs an address like http://proxy.example:3128, without a user name in it");
    }

    private static string Place(YamlPlace place)
    {
        var text = place.Text(300);
        return RouteSettings.PacFlaw(text) is { } flaw ? throw place.Wrong($"needs the address or full path of a PAC file: {flaw}") : text;
    }

    private static string Domain(YamlPlace place)
    {
        var domain = place.Text(200).ToLowerInvariant();
        return domain.Split('.') is { Length: >= 2 } labels && labels.All(IsLabel) ? domain : throw place.Wrong("needs a domain of at least two parts, like site.example");
    }

    private static DirectRoute When(YamlPlace place) => place.Text(10) switch
    {
        "first" => DirectRoute.First,
        "last" => DirectRoute.Last,
        "never" => DirectRoute.Never,
        _ => throw place.Wrong("needs first, last or never"),
    };

    private static ImmutableArray<string> Hosts(YamlPlace place)
    {
        var hosts = place.Items().Select(item => item.Text(253).ToLowerInvariant()).ToImmutableArray();
        return hosts.Length is > 0 and <= MostHosts ? hosts : throw place.Wrong($"needs 1 to {MostHosts} names or addresses of proxies");
    }

    private static bool IsLabel(string label) => label.Length is > 0 and <= 63 && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') && label[0] != '-' && label[^1] != '-';
}

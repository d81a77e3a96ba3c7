using System.Collections.Immutable;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Yaml;

namespace Orchestrator.Testbed.Scenarios.Reading;

/// <summary>Reads <c>network</c>.</summary>
internal static class NetworkReader
{
    public static NetworkSetup Read(YamlPlace? place, ProxySetup? proxy)
    {
        if (place is null)
            return new NetworkSetup { Allow = Usual(proxy, NameService.Normal) };
        var fields = Fields.Of(place, "names", "addresses", "allow", "blocked", "portal");
        var network = new NetworkSetup
        {
            Names = fields.Word("names", NameService.Normal),
            Addresses = fields.Word("addresses", AddressFamilies.Ipv4),
            Allow = fields["allow"] is null ? Usual(proxy, fields.Word("names", NameService.Normal)) : fields.List<HostRole>("allow"),
            Blocked = fields.Word("blocked", BlockAction.Drop),
            Portal = fields.Word("portal", PortalKind.None),
        };
        fields.Needs("allow", !network.Allow.Contains(HostRole.Elsewhere), "never lets anybody to elsewhere");
        Roles(fields["allow"], network.Allow, proxy);
        fields.Needs("allow", network.Names != NameService.Absent || !network.Allow.Contains(HostRole.Dns), "names dns, but names are absent: there is no resolver to reach");
        fields.Needs("portal", network.Portal == PortalKind.None || proxy is null, "answers in the broker's place, which nobody asks directly where there is a proxy: let the proxy answer");
        fields.Needs("portal", network.Portal == PortalKind.None || network.Allow.Contains(HostRole.Broker), "answers at the broker's address, which “allow” must let through");
        return network;
    }

    /// <summary>Hosts that a scenario must have before it can name them.</summary>
    public static void Roles(YamlPlace? place, ImmutableArray<HostRole> roles, ProxySetup? proxy)
    {
        foreach (var role in roles)
        {
            var there = role switch
            {
                HostRole.Proxy => proxy is not null,
                HostRole.SecondProxy or HostRole.PacServer => proxy?.Pac is not null,
                HostRole.Kdc => proxy is not null && proxy.Schemes.Contains(ProxyScheme.Negotiate),
                _ => true,
            };
            if (!there)
                throw place!.Wrong($"names {Words.Of(role)}, which this scenario doesn't have");
        }
    }

    /// <summary>With a proxy it is the only way out; without one, the broker.</summary>
    private static ImmutableArray<HostRole> Usual(ProxySetup? proxy, NameService names)
    {
        var roles = new List<HostRole>();
        if (names != NameService.Absent)
            roles.Add(HostRole.Dns);
        roles.Add(proxy is null ? HostRole.Broker : HostRole.Proxy);
        if (proxy?.Pac is not null)
            roles.AddRange([HostRole.PacServer, HostRole.SecondProxy]);
        if (proxy?.Schemes.Contains(ProxyScheme.Negotiate) == true)
            roles.Add(HostRole.Kdc);
        return [.. roles];
    }
}

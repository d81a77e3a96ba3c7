using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Yaml;

namespace Orchestrator.Testbed.Scenarios.Reading;

/// <summary>Reads <c>proxy</c>.</summary>
internal static class ProxyReader
{
    private const int MaxScript = 60_000;

    public static ProxySetup Read(YamlPlace place)
    {
        var fields = Fields.Of(
            place, "kind", "server", "schemes", "credentials", "basic-in-clear", "denies", "down", "answers", "named-by", "found-by", "pac", "cuts-idle-after-s");
        var kind = Words.Read<ProxyKind>(fields.Required("kind"));
        var proxy = new ProxySetup
        {
            Kind = kind,
            Server = fields.Word("server", Usual(kind, fields)),
            Schemes = fields.List<ProxyScheme>("schemes"),
            Credentials = fields.Word("credentials", CredentialChoice.None),
            BasicInClear = fields.YesOrNo("basic-in-clear"),
            Denies = fields.YesOrNo("denies"),
            IsDown = fields.YesOrNo("down"),
            Answers = fields.Word<OddAnswer>("answers"),
            NamedBy = fields.Word("named-by", ProxyNaming.Name),
            FoundBy = fields.Word("found-by", ProxySource.SiteFile),
            Pac = fields["pac"] is { } pac ? ReadPac(pac) : null,
            CutsIdleAfterSeconds = fields.Number("cuts-idle-after-s", 1, 600),
        };
        Check(fields, proxy);
        return proxy;
    }

    private static ProxyServer Usual(ProxyKind kind, Fields fields) => fields["answers"] is not null
        ? ProxyServer.Scripted
        : kind == ProxyKind.Socks5 ? ProxyServer.Dante : ProxyServer.Squid;

    private static void Check(Fields fields, ProxySetup proxy)
    {
        var speaks = proxy.Server switch
        {
            ProxyServer.Dante or ProxyServer.Microsocks => proxy.Kind == ProxyKind.Socks5,
            ProxyServer.Squid => proxy.Kind != ProxyKind.Socks5,
            ProxyServer.Tinyproxy or ProxyServer.Haproxy => proxy.Kind == ProxyKind.Http,
            _ => true,
        };
        fields.Needs("server", speaks, $"names {Words.Of(proxy.Server)}, which isn't a proxy of the kind {Words.Of(proxy.Kind)}");
        foreach (var scheme in proxy.Schemes)
            fields.Needs("schemes", Offers(proxy, scheme), $"names {Words.Of(scheme)}, which {Words.Of(proxy.Server)} as a proxy of the kind {Words.Of(proxy.Kind)} doesn't offer");
        fields.Needs("credentials", proxy.Credentials != CredentialChoice.Ticket || proxy.Schemes.Contains(ProxyScheme.Negotiate), "can be a ticket only where negotiate is offered");
        fields.Needs("basic-in-clear", proxy.Kind != ProxyKind.Https || !proxy.BasicInClear, "is about connections without TLS; this proxy has it");
        fields.Needs("answers", proxy.Server == ProxyServer.Scripted, "needs the server scripted");
        fields.Needs("answers", !proxy.Denies && !proxy.IsDown && proxy.Schemes.IsEmpty, "says all that the proxy does: no denies, down or schemes beside it");
        fields.Needs("denies", !proxy.Denies || !proxy.IsDown, "can't be said of a proxy that is down");
        fields.Needs("denies", !proxy.Denies || proxy.Server is ProxyServer.Squid or ProxyServer.Dante or ProxyServer.Tinyproxy or ProxyServer.Scripted, $"isn't something that {Words.Of(proxy.Server)} is set up for here");
        fields.Needs("cuts-idle-after-s", proxy.Server is ProxyServer.Haproxy or ProxyServer.Scripted, "needs the server haproxy or scripted");
        var isPac = proxy.FoundBy is ProxySource.Pac or ProxySource.Wpad;
        fields.Needs("pac", isPac, "needs “found-by: pac” or “found-by: wpad”");
        fields.Needs("found-by", !isPac || proxy.Pac is not null, "needs a “pac” beside it");
    }

    private static bool Offers(ProxySetup proxy, ProxyScheme scheme) => proxy.Server switch
    {
        ProxyServer.Squid => scheme != ProxyScheme.Password,
        ProxyServer.Tinyproxy => scheme == ProxyScheme.Basic,
        ProxyServer.Dante or ProxyServer.Microsocks => scheme == ProxyScheme.Password,
        ProxyServer.Haproxy => scheme == ProxyScheme.Basic,
        _ => (scheme == ProxyScheme.Password) == (proxy.Kind == ProxyKind.Socks5),
    };

    private static PacSetup ReadPac(YamlPlace place)
    {
        var fields = Fields.Of(place, "script", "missing");
        if (fields["script"] is { } script)
        {
            fields.Needs("missing", false, "can't be said beside a script");
            return new PacSetup { Script = script.Block(MaxScript) };
        }

        return fields.YesOrNo("missing") ? new PacSetup() : throw place.Wrong("needs a “script”, or “missing: yes”");
    }
}

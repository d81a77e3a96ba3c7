using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Orchestrator.Domain;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Yaml;

namespace Orchestrator.Testbed.Scenarios.Reading;

/// <summary>Reads <c>expect</c>.</summary>
internal static partial class ExpectationReader
{
    public static Expectation Read(YamlPlace place, ProxySetup? proxy)
    {
        var fields = Fields.Of(place, "verdict", "path", "code", "instrument", "broker", "hops");
        var verdict = Words.Read<Verdict>(fields.Required("verdict"));
        fields.Needs("path", verdict != Verdict.Refused, "can't be known where nothing connects: leave it away, the code says why");
        fields.Needs("code", verdict != Verdict.Connected, "belongs to a refusal or an end: leave it away where the verdict is connected");
        var hops = fields.Required("hops");
        var expectation = new Expectation
        {
            Verdict = verdict,
            Path = verdict == Verdict.Refused ? "" : ReadPath(fields.Required("path")),
            Code = verdict == Verdict.Connected ? "" : ReadCode(fields.Required("code"), verdict),
            Instrument = fields["instrument"] is { } instrument ? ReadRecords(instrument) : new RecordExpectation(),
            Broker = fields["broker"] is { } broker ? ReadRecords(broker) : new RecordExpectation(),
            Hops = fields.List<HostRole>("hops"),
        };
        NetworkReader.Roles(hops, expectation.Hops, proxy);
        fields.Needs("hops", !expectation.Hops.Contains(HostRole.Elsewhere), "can't hold elsewhere: no packet may go there");
        return verdict == Verdict.Refused || expectation.Hops.Any(hop => hop is HostRole.Broker or HostRole.Proxy or HostRole.SecondProxy)
            ? expectation
            : throw hops.Wrong("must hold the host that the session runs over: a proxy, or the broker");
    }

    private static string ReadPath(YamlPlace place)
    {
        var path = place.Text(120);
        return PathShape().IsMatch(path)
            ? path
            : throw place.Wrong("needs a way like “direct > tls > websocket” or “http-proxy(basic) > tls(intercepted) > http-stream”");
    }

    private static string ReadCode(YamlPlace place, Verdict verdict)
    {
        var code = place.Text(60);
        if (verdict == Verdict.Ended)
            return Enum.GetNames<EndReason>().Contains(code) ? code : throw place.Wrong($"needs the reason of an end: one of {string.Join(", ", Enum.GetNames<EndReason>())}");
        return CodeShape().IsMatch(code) ? code : throw place.Wrong("needs a code of docs/network.md, as PROXY_AUTH_FAILED");
    }

    private static RecordExpectation ReadRecords(YamlPlace place)
    {
        var fields = Fields.Of(place, "has", "lacks");
        var expectation = new RecordExpectation { Has = Codes(fields["has"]), Lacks = Codes(fields["lacks"]) };
        return expectation.Has.Intersect(expectation.Lacks).FirstOrDefault() is { } both
            ? throw fields["lacks"]!.Wrong($"names {both}, which “has” names, too")
            : expectation;
    }

    private static ImmutableArray<string> Codes(YamlPlace? place) => place is null
        ? []
        : [.. place.Items().Select(item => EventShape().IsMatch(item.Text(60)) ? item.Text(60) : throw item.Wrong("needs an event code, as session.started"))];

    [GeneratedRegex("^(direct|(http|https|socks5)-proxy(\\([a-z0-9-]+\\))?) > tls(\\(intercepted\\))? > [a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex PathShape();

    [GeneratedRegex("^[A-Z]+(_[A-Z0-9]+)*$")]
    private static partial Regex CodeShape();

    [GeneratedRegex("^[a-z]+(-[a-z]+)*(\\.[a-z]+(-[a-z]+)*)+$")]
    private static partial Regex EventShape();
}

using System.Collections.Immutable;
using System.CommandLine;
using Orchestrator.Links.Routing;

namespace Orchestrator.Technicians.Commands;

/// <summary>The options that say which way out is tried, and in which order.</summary>
internal sealed class RouteOptions
{
    private readonly Option<string?> _pac = new("--pac") { Description = "PAC file, as http(s) address or full path.", HelpName = "PLACE" };
    private readonly Option<string?> _wpad = new("--wpad") { Description = "Take the PAC file http://wpad.DOMAIN/wpad.dat.", HelpName = "DOMAIN" };
    private readonly Option<string?> _direct = new("--direct") { Description = "When the way without a proxy is tried: first, last or never. Default: never beside --proxy, else last.", HelpName = "WHEN" };
    private readonly Option<bool> _noSystem = new("--no-system-proxy") { Description = "Don't look at this computer's proxy settings." };
    private readonly Option<string[]> _hosts = new("--proxy-host") { Description = "A proxy that a PAC file may name and the account of --proxy-credentials may be shown to; may be repeated.", HelpName = "HOST" };

    public IEnumerable<Option> All => [_pac, _wpad, _direct, _noSystem, _hosts];

    /// <summary>What the command line says; null: nothing.</summary>
    /// <exception cref="ConsoleException">It contradicts itself.</exception>
    public RouteSettings? Read(ParseResult result, string? proxy)
    {
        var (pac, wpad, direct) = (result.GetValue(_pac), result.GetValue(_wpad), When(result.GetValue(_direct)));
        var noSystem = result.GetValue(_noSystem);
        var named = new[] { proxy, pac, wpad }.Count(one => one is not null);
        if (named > 1)
        {
            throw Wrong("Name one of --proxy, --pac and --wpad, not several.");
        }

        if (direct is not null && (pac ?? wpad) is not null)
        {
            throw Wrong("--direct has no meaning beside a PAC file, which says itself where DIRECT comes.");
        }

        if (pac is not null && RouteSettings.PacFlaw(pac) is { } flaw)
        {
            throw Wrong($"The place of the PAC file can't be used: {flaw}.");
        }

        if (named == 0 && direct is null && !noSystem)
        {
            return null;
        }

        return new RouteSettings
        {
            Origin = RouteOrigin.CommandLine,
            Proxy = proxy,
            PacFile = pac,
            WpadDomain = wpad?.ToLowerInvariant(),
            Direct = direct,
            UseSystem = named == 0 && !noSystem,
            AccountHosts = [.. (result.GetValue(_hosts) ?? []).Select(host => host.ToLowerInvariant())],
        };
    }

    private static DirectRoute? When(string? text) => text switch
    {
        null => null,
        "first" => DirectRoute.First,
        "last" => DirectRoute.Last,
        "never" => DirectRoute.Never,
        _ => throw Wrong("--direct needs first, last or never."),
    };

    private static ConsoleException Wrong(string sentence) => new("USAGE", ExitCode.Usage, sentence);
}

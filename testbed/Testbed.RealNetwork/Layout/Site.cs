using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.Scenarios.Model;

namespace Orchestrator.Testbed.RealNetwork.Layout;

/// <summary>
/// The computers of one scenario, cabled up to the vendor's: the instrument PC; the site's computer, which is router, firewall, resolver and proxy; and
/// one on the internet, where a middlebox may stand. Nothing passes yet: the firewall decides. Disposal ends every program on them.
/// </summary>
internal sealed class Site : IAsyncDisposable
{
    /// <summary>The site's interface to the laboratory.</summary>
    public const string ToLab = "lab";

    /// <summary>Interface towards the vendor.</summary>
    public const string Up = "uplink";

    /// <summary>Interface towards the instrument.</summary>
    public const string Down = "downlink";

    private readonly Warden _warden;

    private Site(Warden warden, string folder, Computer instrument, Computer router, Computer internet)
    {
        _warden = warden;
        Folder = folder;
        Instrument = instrument;
        Router = router;
        Internet = internet;
    }

    /// <summary>For files of its programs.</summary>
    public string Folder { get; }

    /// <summary>Where QuickSupport runs.</summary>
    public Computer Instrument { get; }

    /// <summary>Router, firewall, resolver, proxy.</summary>
    public Computer Router { get; }

    /// <summary>Between site and vendor.</summary>
    public Computer Internet { get; }

    /// <summary>Builds one.</summary>
    /// <param name="folder">Of its own.</param>
    /// <param name="addresses">Families that the instrument PC has; the rest of the world has both.</param>
    /// <param name="vendor">The other end of the cable.</param>
    /// <param name="cable">Its number, not in use.</param>
    /// <param name="cancellationToken">Ends the building.</param>
    public static async Task<Site> BuildAsync(string folder, AddressFamilies addresses, Computer vendor, int cable, CancellationToken cancellationToken)
    {
        var warden = await Warden.StartAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var computers = await Task.WhenAll(new[] { "instrument", "site", "internet" }.Select(name => warden.AddAsync(name, folder, cancellationToken))).ConfigureAwait(false);
            var site = new Site(warden, folder, computers[0], computers[1], computers[2]);
            await site.CableUpAsync(Of(addresses), vendor, cable, cancellationToken).ConfigureAwait(false);
            return site;
        }
        catch
        {
            await warden.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Families that the instrument PC has.</summary>
    public static Family[] Of(AddressFamilies addresses) => addresses switch
    {
        AddressFamilies.Ipv4 => [Family.V4],
        AddressFamilies.Ipv6 => [Family.V6],
        _ => [Family.V4, Family.V6],
    };

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _warden.DisposeAsync();

    private async Task CableUpAsync(Family[] families, Computer vendor, int cable, CancellationToken cancellationToken)
    {
        Family[] both = [Family.V4, Family.V6];
        foreach (var router in (Computer[])[Router, Internet])
        {
            await router.RunAsync("sh", ["-c", "echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding"], cancellationToken).ConfigureAwait(false);
        }

        await Cable.LayAsync(
            (Instrument, Up, [.. families.Select(family => With(SiteAddresses.Instrument(family), family))]),
            (Router, ToLab, [.. both.SelectMany(family => SiteAddresses.Served.Select(role => With(SiteAddresses.Of(role, family), family)).Append(With(SiteAddresses.Dead(family), family)))]),
            cancellationToken).ConfigureAwait(false);
        await Cable.LayAsync(
            (Router, Up, [.. both.Select(family => With(SiteAddresses.SiteOutside(family), family))]),
            (Internet, Down, [.. both.Select(family => With(SiteAddresses.InternetInside(family), family))]),
            cancellationToken).ConfigureAwait(false);
        await Cable.LayAsync(
            (Internet, Up, [.. both.Select(family => $"{SiteAddresses.InternetOutside(family, cable)}/{SiteAddresses.Prefix(family, ofCable: true)}")]),
            (vendor, $"site{cable}", [.. both.Select(family => $"{SiteAddresses.Vendor(family, cable)}/{SiteAddresses.Prefix(family, ofCable: true)}")]),
            cancellationToken).ConfigureAwait(false);

        await Cable.BatchAsync(Instrument, families.Select(family => Cable.DefaultRoute(SiteAddresses.Router(family))), cancellationToken).ConfigureAwait(false);
        await Cable.BatchAsync(Router, both.Select(family => Cable.DefaultRoute(SiteAddresses.InternetInside(family))), cancellationToken).ConfigureAwait(false);
        await Cable.BatchAsync(
            Internet,
            both.SelectMany(family => new[]
            {
                $"route add {SiteAddresses.LabNetwork(family)} via {SiteAddresses.SiteOutside(family)}",
                Cable.DefaultRoute(SiteAddresses.Vendor(family, cable)),
            }),
            cancellationToken).ConfigureAwait(false);
    }

    private static string With(System.Net.IPAddress address, Family family) => $"{address}/{SiteAddresses.Prefix(family)}";
}

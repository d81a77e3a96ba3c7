using System.Collections.Immutable;
using Orchestrator.Testbed.Scenarios.Worlds;

namespace Orchestrator.Testbed.RealNetwork.Firewall;

/// <summary>Where an instrument PC sent packets, from both firewalls' counters.</summary>
internal static class HopList
{
    /// <summary>Known hosts first, then everything else by destination, then what has no destination of TCP or UDP.</summary>
    /// <param name="sent">Counted where they were sent.</param>
    /// <param name="passed">Counted where they were let through, by the counter's name.</param>
    public static ImmutableArray<Hop> Of(WatchCounts sent, IReadOnlyDictionary<string, Count> passed)
    {
        var rest = sent.Stray.Packets - sent.Strays.Sum(stray => stray.Count.Packets);
        return
        [
            .. sent.Hops.Select(each => new Hop(each.Hop.Role, each.Hop.Destination, each.Count.Packets, passed.GetValueOrDefault(each.Hop.Counter).Packets)),
            .. sent.Strays.Select(each => new Hop(null, each.Destination, each.Count.Packets, 0)),
            .. rest > 0 ? (Hop[])[new Hop(null, "neither tcp nor udp", rest, 0)] : [],
        ];
    }
}

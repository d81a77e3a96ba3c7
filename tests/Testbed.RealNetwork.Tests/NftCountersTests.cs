using Orchestrator.Testbed.RealNetwork.Firewall;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.Scenarios.Model;

namespace Orchestrator.Testbed.RealNetwork.Tests;

/// <summary>What is made of nft's answer; needs no rights.</summary>
public sealed class NftCountersTests
{
    private const string Answer = """
        {"nftables": [{"metainfo": {"version": "1.0.6"}}, {"table": {"family": "inet", "name": "watch"}},
          {"counter": {"family": "inet", "name": "broker_v4_tcp", "table": "watch", "handle": 1, "packets": 12, "bytes": 3400}},
          {"counter": {"family": "inet", "name": "stray", "table": "watch", "handle": 2, "packets": 5, "bytes": 300}},
          {"set": {"family": "inet", "name": "strays4", "table": "watch", "elem": [
            {"elem": {"val": {"concat": ["198.51.100.9", "udp", 4500]}, "counter": {"packets": 3, "bytes": 180}}}]}},
          {"set": {"family": "inet", "name": "strays6", "table": "watch", "elem": [
            {"elem": {"val": {"concat": ["2001:db8::9", "tcp", 80]}, "counter": {"packets": 1, "bytes": 80}}}]}}]}
        """;

    [Fact]
    public void Counters_are_read_by_name_and_strays_by_destination()
    {
        var read = NftCounters.Parse(Answer);

        Assert.Equal(new Count(12, 3400), read.Named["broker_v4_tcp"]);
        Assert.Equal(["198.51.100.9:4500/udp", "[2001:db8::9]:80/tcp"], read.Elements.Select(each => each.Destination));
    }

    [Fact]
    public void What_has_no_destination_is_listed_all_the_same()
    {
        var read = NftCounters.Parse(Answer);
        var broker = new KnownHop(HostRole.Broker, Family.V4, "tcp", 443);

        var hops = HopList.Of(
            new WatchCounts([(broker, read.Named["broker_v4_tcp"])], read.Elements, read.Named["stray"], default, default, default),
            new Dictionary<string, Count> { [broker.Counter] = new(11, 3300) });

        Assert.Equal(["203.0.113.10:443/tcp", "198.51.100.9:4500/udp", "[2001:db8::9]:80/tcp", "neither tcp nor udp"], hops.Select(hop => hop.Destination));
        Assert.Equal([12, 3, 1, 1], hops.Select(hop => hop.Packets));
        Assert.Equal([11, 0, 0, 0], hops.Select(hop => hop.Passed));
    }
}

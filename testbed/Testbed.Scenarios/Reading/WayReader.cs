using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Yaml;

namespace Orchestrator.Testbed.Scenarios.Reading;

/// <summary>Reads what lies on the way: <c>middlebox</c>, <c>faults</c>, and <c>site</c>.</summary>
internal static class WayReader
{
    private const int MaxKib = 100 * 1024;

    public static MiddleboxSetup ReadMiddlebox(YamlPlace place)
    {
        var fields = Fields.Of(place, "certificate", "strips-upgrades", "buffers-bodies", "hangs", "cuts-idle-after-s", "answers");
        var box = new MiddleboxSetup
        {
            Certificate = fields.Word<ShownCertificate>("certificate"),
            StripsUpgrades = fields.YesOrNo("strips-upgrades"),
            BuffersBodies = fields.YesOrNo("buffers-bodies"),
            Hangs = fields.YesOrNo("hangs"),
            CutsIdleAfterSeconds = fields.Number("cuts-idle-after-s", 1, 600),
            Answers = fields.Word<OddAnswer>("answers"),
        };
        if (box == new MiddleboxSetup())
            throw place.Wrong("does nothing; leave it away");
        const string reads = "needs a “certificate”: inside TLS that goes through unread nothing can be changed";
        fields.Needs("strips-upgrades", !box.StripsUpgrades || box.Certificate is not null, reads);
        fields.Needs("buffers-bodies", !box.BuffersBodies || box.Certificate is not null, reads);
        fields.Needs("hangs", !box.Hangs || box == new MiddleboxSetup { Hangs = true }, "is all that a box that hangs does");
        fields.Needs("answers", box.Answers is null || box is { StripsUpgrades: false, BuffersBodies: false, CutsIdleAfterSeconds: null }, "leaves nothing for the box to hand on, so nothing else can be said of it");
        return box;
    }

    public static FaultSetup ReadFaults(YamlPlace place)
    {
        var fields = Fields.Of(
            place, "seed", "latency-ms", "jitter-ms", "bandwidth-kib-s", "slice-bytes", "stall-after-kib", "stall-ms", "reset-after-kib", "corrupt-after-kib", "connections");
        var faults = new FaultSetup
        {
            Seed = fields.Number("seed", 1, 1, int.MaxValue),
            LatencyMilliseconds = fields.Number("latency-ms", 0, 0, 5_000),
            JitterMilliseconds = fields.Number("jitter-ms", 0, 0, 5_000),
            BandwidthKibPerSecond = fields.Number("bandwidth-kib-s", 0, 1, MaxKib),
            SliceBytes = fields.Number("slice-bytes", 0, 1, 65_536),
            StallAfterKib = fields.Number("stall-after-kib", 0, MaxKib),
            StallMilliseconds = fields.Number("stall-ms", 0, 1, 600_000),
            ResetAfterKib = fields.Number("reset-after-kib", 0, MaxKib),
            CorruptAfterKib = fields.Number("corrupt-after-kib", 0, MaxKib),
            Connections = fields.Number("connections", 0, 1, 100),
        };
        if (faults with { Seed = 1, Connections = 0 } == new FaultSetup())
            throw place.Wrong("do nothing; leave them away");
        fields.Needs("stall-ms", faults.StallAfterKib is not null, "needs “stall-after-kib”");
        fields.Needs("connections", faults.StallAfterKib is not null || faults.ResetAfterKib is not null || faults.CorruptAfterKib is not null, "counts connections with a stall, a reset or a corruption; there is none");
        return faults;
    }

    public static SiteSetup ReadSite(YamlPlace place)
    {
        var fields = Fields.Of(place, "lines");
        return new SiteSetup { Lines = [.. fields.Required("lines").Block(4_000).TrimEnd('\n').Split('\n')] };
    }
}

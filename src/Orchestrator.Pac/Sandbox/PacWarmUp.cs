using Jint;
using Orchestrator.Pac.Functions;

namespace Orchestrator.Pac.Sandbox;

/// <summary>The first script of a process makes the runtime compile the engine, which takes longer than a script may: that is done with one of our own.</summary>
internal static class PacWarmUp
{
    private const string Script = """
        var nets = ["10.0.0.0", "192.168.0.0"], known = { "a.example": true };
        function FindProxyForURL(url, host) {
            host = host.toLowerCase();
            if (isPlainHostName(host) || dnsDomainIs(host, ".lab") || localHostOrDomainIs(host, "a.b") || dnsDomainLevels(host) > 9) return "DIRECT";
            for (var i = 0; i < nets.length; i++) if (isInNet(myIpAddress(), nets[i], "255.0.0.0") && known[host]) return "PROXY a:" + i;
            if (shExpMatch(url, "*lab*") || shExpMatch(host, "(a|b)*") || /x+y/.test(host)) return "SOCKS b:1";
            switch (host.substring(0, 3)) { case "abc": return "DIRECT"; }
            if (weekdayRange("MON", "SUN") && dateRange(1, 31) && timeRange(0, 23) && new Date().getDay() > 7) return "DIRECT";
            return ["PROXY c:3128", "DIRECT"].join("; ");
        }
        """;

    private static readonly Lazy<bool> Done = new(Run);

    /// <summary>Returns when the engine is compiled.</summary>
    public static void Once() => _ = Done.Value;

    private static bool Run()
    {
        var budget = new PacBudget(TimeProvider.System) { IsOff = true };
        var engine = PacEngine.Create(budget, TimeProvider.System);
        PacFunctions.Put(engine, new PacLookups(NoNetwork.Instance, budget, TimeProvider.System, CancellationToken.None), TimeProvider.System);
        engine.Execute(Script);
        for (var i = 0; i < 3; i++)
            engine.Invoke("FindProxyForURL", "https://host.example/", "host.example");
        return true;
    }

    private sealed class NoNetwork : IPacNetwork
    {
        public static NoNetwork Instance { get; } = new();

        public System.Net.IPAddress? OwnAddress => null;

        public ValueTask<IReadOnlyList<System.Net.IPAddress>> ResolveAsync(string name, CancellationToken cancellationToken) => new([]);
    }
}

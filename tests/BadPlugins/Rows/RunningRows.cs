namespace Orchestrator.BadPlugins;

/// <summary>Plugins that load well and misbehave once they run.</summary>
internal static class RunningRows
{
    private static readonly TimeSpan LogWindow = TimeSpan.FromSeconds(11);

    /// <summary>All of them.</summary>
    public static IEnumerable<BadPlugin> All =>
    [
        BadPlugin.Built("ThrowsOnCall", "throws at each look at the screen", "test.throws-on-call", Using.Screen("test.throws-on-call", 6)),
        BadPlugin.Built("NeverReturns", "a look at the screen never ends and doesn't hear cancellation", "test.never-returns", Using.Screen("test.never-returns", 2)),
        BadPlugin.Built("ReturnsGarbage", "says that it wrote outside the screen", "test.returns-garbage", Using.Screen("test.returns-garbage", 6)),
        new BadPlugin("GrowsMemory", "keeps 8 MiB at each record, and may keep 16", "test.grows-memory", InstallGrowing, Using.Sink("test.grows-memory", 8, host => host.Slots.CheckMemoryAsync())),
        BadPlugin.Built("FloodsLog", "writes 5000 broken lines at each record", "test.floods-log", FloodAsync),
        BadPlugin.Built("LeavesThread", "starts a thread that never stops", "test.leaves-thread", Using.Sink("test.leaves-thread", 2)),
        BadPlugin.Built("StaticEvent", "hooks itself into a static event of the host", "test.static-event", Using.Sink("test.static-event", 2)),
        BadPlugin.Built("HidesWork", "starts a thread where its work can't be followed", "test.hides-work", Using.Screen("test.hides-work", 2)),
        BadPlugin.Built("BlocksDisposal", "its disposal never ends", "test.blocks-disposal", Using.Screen("test.blocks-disposal", 2)),
    ];

    // What other tests left on the heap would be collected meanwhile, and hide the growth.
    private static void InstallGrowing(BadHost host)
    {
        host.Folder.Install("GrowsMemory");
        GC.Collect();
    }

    // The log says what it left out once its time is over.
    private static async Task FloodAsync(BadHost host)
    {
        await Using.Sink("test.floods-log", 2, between: jumping =>
        {
            Assert.InRange(jumping.Log.Lines.Count, 1, 250);
            Assert.All(jumping.Log.Lines, line => Assert.True(line.Length <= 500 && !line.Any(char.IsControl), "a line of the log is broken or too long"));
            jumping.Time.Jump(LogWindow);
            return Task.CompletedTask;
        })(host);
        host.Note($"(log) {host.Log.Lines.Single(line => line.Contains("left out", StringComparison.Ordinal))}");
    }
}

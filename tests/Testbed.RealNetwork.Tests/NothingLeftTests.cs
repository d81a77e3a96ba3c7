using System.Diagnostics;
using Orchestrator.Testbed.RealNetwork.Computers;
using Orchestrator.Testbed.RealNetwork.Layout;
using Orchestrator.Testbed.RealNetwork.Running;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.TestSupport;

namespace Orchestrator.Testbed.RealNetwork.Tests;

/// <summary>What is set up goes away again: at the end, and when the program that set it up is killed.</summary>
public sealed class NothingLeftTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("orchestrator-nothing-left-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task A_site_takes_everything_along_that_runs_on_its_computers()
    {
        await RealNetworkFact.RequireAsync("sleep");
        await using var warden = await Warden.StartAsync(CancellationToken.None);
        var vendor = await warden.AddAsync("vendor", _folder, CancellationToken.None);
        var site = await Site.BuildAsync(_folder, AddressFamilies.Dual, vendor, 0, CancellationToken.None);
        var theirs = new[] { site.Instrument, site.Router, site.Internet }.Select(computer => Namespaces.Of(computer.Pid)).ToHashSet();

        // A server that gives its rights away and one that nobody waits for.
        _ = site.Router.Serve("sleeper", "setpriv", ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "sleep", "600"]);
        await site.Instrument.RunAsync("sh", ["-c", "setsid sleep 600 >/dev/null 2>&1 </dev/null &"], CancellationToken.None);
        Assert.Equal(3, theirs.Count);
        Assert.Equal(3, Namespaces.Inhabited(theirs).Count());

        await site.DisposeAsync();

        await Namespaces.UntilEmptyAsync(theirs, Soon);
        Assert.Contains(Namespaces.Of(vendor.Pid), Namespaces.Inhabited(new HashSet<string> { Namespaces.Of(vendor.Pid) }));
    }

    [SkippableFact]
    public async Task A_run_that_is_killed_leaves_no_process_no_namespace_and_at_the_next_start_no_folder()
    {
        await RealNetworkFact.RequireAsync("squid");
        var file = Path.Combine(_folder, "long.yaml");
        await File.WriteAllTextAsync(file, """
            id: long
            title: A session that goes on for a long while
            proxy: { kind: http }
            technician:
              - view
              - idle: 300
            expect: { verdict: connected, path: "http-proxy > tls > websocket", hops: [dns, proxy] }
            """);
        await using var run = Runner.Start(file, "real", _folder);
        await UntilAsync(run, "starting");

        // The session is under way once the site's proxy serves somebody.
        var theirs = await UntilCrowdedAsync(run.Id);
        var left = Directory.GetDirectories(_folder, "orchestrator-real-*");
        Assert.Single(left);

        Kill(run.Id);

        await Namespaces.UntilEmptyAsync(theirs, Soon);
        using (RunFolder.Create(_folder))
        {
            Assert.False(Directory.Exists(left[0]));
        }

        Assert.Empty(Directory.GetDirectories(_folder, "orchestrator-real-*"));
    }

    private static async Task UntilAsync(ExternalProcess run, string what)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await Runner.NextAsync(run, limit.Token) is { } said)
        {
            if (said.GetProperty("event").GetString() == what)
            {
                return;
            }
        }

        Assert.Fail($"It ended before: {await run.ReadErrorsAsync()}");
    }

    /// <summary>Waits for the vendor's computer and the three of the site.</summary>
    private static async Task<HashSet<string>> UntilCrowdedAsync(int pid)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var found = Namespaces.Below(pid);
            if (found.Count >= 4)
            {
                return found;
            }

            await look.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>kill -9 of the program alone, not of what it started.</summary>
    private static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
        process.WaitForExit();
    }
}

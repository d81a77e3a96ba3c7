using System.Diagnostics;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.X11;
using Orchestrator.TestSupport;

namespace Orchestrator.Plugins.Tests.Capture;

/// <summary>The screen saver of a real X server: active means that nobody is there.</summary>
[Trait("Category", "Real")]
[Trait("Requirement", "R-AUTHZ-2")]
public sealed class X11SessionLockTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [SkippableFact]
    public async Task A_screen_saver_that_starts_and_ends_is_told_at_once()
    {
        RealComponent.Require("xset");
        await using var subject = await X11Subject.StartAsync();
        await using var watch = await OpenAsync(subject);
        Assert.Equal(SessionLockState.Unlocked, await watch.WaitAsync(SessionLockState.Unknown, Patience, default));

        var locking = watch.WaitAsync(SessionLockState.Unlocked, Patience, default).AsTask();
        await subject.Server.RunAsync("xset", "s", "activate");
        Assert.Equal(SessionLockState.Locked, await locking);

        var unlocking = watch.WaitAsync(SessionLockState.Locked, Patience, default).AsTask();
        await subject.Server.RunAsync("xset", "s", "reset");
        Assert.Equal(SessionLockState.Unlocked, await unlocking);
    }

    [SkippableFact]
    public async Task A_screen_saver_that_runs_already_is_seen_at_the_start()
    {
        RealComponent.Require("xset");
        await using var subject = await X11Subject.StartAsync();
        await subject.Server.RunAsync("xset", "s", "activate");

        await using var watch = await OpenAsync(subject);

        Assert.Equal(SessionLockState.Locked, await watch.WaitAsync(SessionLockState.Unknown, Patience, default));
    }

    [SkippableFact]
    public async Task A_server_without_a_screen_saver_tells_nothing()
    {
        RealComponent.Require("xset");
        await using var subject = await X11Subject.StartAsync(serverArguments: ["-extension", "MIT-SCREEN-SAVER"]);

        Assert.Null(await ((X11Capture)subject.Plugin).OpenSessionLockAsync(default));
    }

    [SkippableFact]
    public async Task A_server_that_dies_leaves_the_state_unknown()
    {
        RealComponent.Require("xset");
        await using var subject = await X11Subject.StartAsync();
        await using var watch = await OpenAsync(subject);
        await watch.WaitAsync(SessionLockState.Unknown, Patience, default);

        var waiting = watch.WaitAsync(SessionLockState.Unlocked, Patience, default).AsTask();
        await subject.Server.KillAsync();

        Assert.Equal(SessionLockState.Unknown, await waiting);
    }

    [SkippableFact]
    public async Task An_idle_wait_ends_with_its_time_or_its_token_and_costs_no_processor()
    {
        RealComponent.Require("xset");
        await using var subject = await X11Subject.StartAsync();
        await using var watch = await OpenAsync(subject);
        await watch.WaitAsync(SessionLockState.Unknown, Patience, default);
        var before = Process.GetCurrentProcess().TotalProcessorTime;

        Assert.Equal(SessionLockState.Unlocked, await watch.WaitAsync(SessionLockState.Unlocked, TimeSpan.FromSeconds(2), default));

        // A loop that polls without pause would burn all of it; other tests run beside this one.
        Assert.True(Process.GetCurrentProcess().TotalProcessorTime - before < TimeSpan.FromSeconds(4));
        using var stop = new CancellationTokenSource();
        var waiting = watch.WaitAsync(SessionLockState.Unlocked, Patience, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private static async Task<ISessionLock> OpenAsync(X11Subject subject)
    {
        var watch = await ((ISessionLockSource)subject.Plugin).OpenSessionLockAsync(default);
        Assert.NotNull(watch);
        return watch;
    }
}

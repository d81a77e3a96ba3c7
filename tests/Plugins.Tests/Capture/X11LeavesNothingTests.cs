using System.Globalization;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Conformance.Capture;

namespace Orchestrator.Plugins.Tests.Capture;

/// <summary>Alone, because what is counted belongs to the process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

[Collection(Alone.Name)]
public sealed class X11LeavesNothingTests
{
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Closing_leaves_no_shared_memory_no_thread_and_no_connection(bool serverDiesFirst)
    {
        await using var subject = await X11Subject.StartAsync();
        var socketsBefore = CountSockets();
        var screen = await subject.Plugin.OpenScreenAsync(new CaptureOptions(), default);
        var input = await subject.Plugin.OpenInputAsync(default);
        var clipboard = (await subject.Plugin.OpenClipboardAsync(default))!;
        var frame = new HostFrame(screen.Layout);
        await frame.CaptureAsync(screen, TimeSpan.Zero);
        Assert.Equal(1, CountSegments());
        Assert.Equal(2, CountThreads());
        Assert.Equal(socketsBefore + 3, CountSockets());
        if (serverDiesFirst)
            await subject.Server.KillAsync();

        await screen.DisposeAsync();
        await input.DisposeAsync();
        await clipboard.DisposeAsync();

        Assert.Equal(0, CountSegments());
        await UntilNoThreadsAsync();
        Assert.Equal(socketsBefore, CountSockets());
    }

    /// <summary>The kernel lists a thread for a moment after it has ended and was joined.</summary>
    private static async Task UntilNoThreadsAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (CountThreads() > 0)
        {
            Assert.False(limit.IsCancellationRequested, $"{CountThreads()} threads are left");
            await Task.Yield();
        }
    }

    /// <summary>System V segments that this process made; column 4 is the creator.</summary>
    private static int CountSegments() => File.ReadLines("/proc/sysvipc/shm").Skip(1)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Count(columns => int.Parse(columns[4], CultureInfo.InvariantCulture) == Environment.ProcessId);

    private static int CountThreads() => Directory.GetDirectories("/proc/self/task")
        .Count(task => File.ReadAllText(Path.Combine(task, "comm")).StartsWith("X11 ", StringComparison.Ordinal));

    private static int CountSockets() => Directory.GetFiles("/proc/self/fd")
        .Count(file => new FileInfo(file).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);
}

using Orchestrator.Abstractions;

namespace Orchestrator.BadPlugins;

/// <summary>Bad plugins as a session uses them.</summary>
internal static class Using
{
    private const string Log = "broker.vendor.test/log";

    /// <summary>Opens the screen and looks at it so many times.</summary>
    public static Func<BadHost, Task> Screen(string id, int looks) => async host =>
    {
        IScreenCapture? screen = null;
        await host.AskAsync(async () => screen = await host.Slots.Capture(id)!.OpenScreenAsync(new CaptureOptions(), default));
        if (screen is null)
            return;
        var frame = new byte[64 * 48 * 4];
        var damage = new PixelRect[8];
        for (var look = 0; look < looks; look++)
            await host.AskAsync(async () => await screen.CaptureAsync(frame, 64 * 4, damage, TimeSpan.Zero, default));
        await host.AskAsync(async () => await screen.DisposeAsync());
    };

    /// <summary>Appends so many records, each in a call of its own.</summary>
    /// <param name="id">The sink.</param>
    /// <param name="records">How many.</param>
    /// <param name="between">What happens after each.</param>
    public static Func<BadHost, Task> Sink(string id, int records, Func<BadHost, Task>? between = null) => async host =>
    {
        using var lease = host.Slots.Find(id)!.Lease();
        var sink = lease.Get<IAuditSink>();
        await host.AskAsync(async () => await sink.OpenAsync(Log, default));
        for (var record = 0; record < records; record++)
        {
            var entry = new AuditEntry(record, "{}"u8.ToArray());
            await host.AskAsync(async () => await sink.AppendAsync(Log, new[] { entry }, default));
            if (between is not null)
                await between(host);
        }
    };
}

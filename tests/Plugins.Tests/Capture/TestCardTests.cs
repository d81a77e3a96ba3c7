using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.Simulated;

namespace Orchestrator.Plugins.Tests.Capture;

/// <summary>The test card of the simulated capture.</summary>
public sealed class TestCardTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_same_time_and_input_give_the_same_picture()
    {
        var (one, _) = await PlayAsync(TimeSpan.FromSeconds(7.3));
        var (other, _) = await PlayAsync(TimeSpan.FromSeconds(7.3));
        var (later, _) = await PlayAsync(TimeSpan.FromSeconds(7.5));

        Assert.Equal(one, other);
        Assert.NotEqual(one, later);
    }

    [Fact]
    public async Task It_moves_with_the_hosts_clock_only()
    {
        var time = new FakeTimeProvider();
        await using var plugin = await StartAsync(time);
        await using var screen = await plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = new byte[screen.Layout.Width * screen.Layout.Height * 4];
        async Task<CaptureStatus> LookAsync(TimeSpan wait) =>
            (await screen.CaptureAsync(frame, screen.Layout.Width * 4, Memory<PixelRect>.Empty, wait, default)).Status;

        Assert.Equal(CaptureStatus.Changed, await LookAsync(TimeSpan.Zero));
        Assert.Equal(CaptureStatus.Unchanged, await LookAsync(TimeSpan.Zero));
        var waiting = LookAsync(TimeSpan.FromSeconds(10));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(CaptureStatus.Changed, await waiting.WaitAsync(Patience));
    }

    [Fact]
    public async Task Input_wakes_a_wait_and_shows()
    {
        await using var plugin = await StartAsync(new FakeTimeProvider());
        await using var screen = await plugin.OpenScreenAsync(new CaptureOptions(), default);
        await using var input = await plugin.OpenInputAsync(default);
        var frame = new byte[screen.Layout.Width * screen.Layout.Height * 4];
        await screen.CaptureAsync(frame, screen.Layout.Width * 4, Memory<PixelRect>.Empty, TimeSpan.Zero, default);
        var before = frame.ToArray();

        var waiting = screen.CaptureAsync(frame, screen.Layout.Width * 4, Memory<PixelRect>.Empty, TimeSpan.FromHours(1), default);
        Assert.Equal(InjectResult.Injected, input.Inject(InputEvent.Key('q', true)));

        Assert.Equal(CaptureStatus.Changed, (await waiting.AsTask().WaitAsync(Patience)).Status);
        Assert.NotEqual(before, frame);
    }

    [Fact]
    public async Task A_drawn_pointer_is_in_the_picture_and_not_read_apart()
    {
        var (plain, cursor) = await PlayAsync(TimeSpan.FromSeconds(1));
        var (drawn, none) = await PlayAsync(TimeSpan.FromSeconds(1), drawCursor: true);

        Assert.NotEqual(plain, drawn);
        Assert.True(cursor.Changed);
        Assert.False(none.Changed);
    }

    [Theory]
    [InlineData("""{"width": 63}""")]
    [InlineData("""{"height": 8193}""")]
    public async Task A_size_out_of_bounds_is_refused(string settings)
    {
        await using var plugin = new SimulatedCapture();

        await Assert.ThrowsAsync<FormatException>(async () => await plugin.StartAsync(Context(new FakeTimeProvider(), settings), default));
    }

    private static async Task<(byte[] Frame, CursorResult Cursor)> PlayAsync(TimeSpan elapsed, bool drawCursor = false)
    {
        var time = new FakeTimeProvider();
        await using var plugin = await StartAsync(time);
        await using var input = await plugin.OpenInputAsync(default);
        await using var screen = await plugin.OpenScreenAsync(new CaptureOptions { DrawCursor = drawCursor }, default);
        input.Inject(InputEvent.Pointer(50, 60, 1));
        input.Inject(InputEvent.Key('a', true));
        time.Advance(elapsed);
        var frame = new byte[screen.Layout.Width * screen.Layout.Height * 4];
        await screen.CaptureAsync(frame, screen.Layout.Width * 4, Memory<PixelRect>.Empty, TimeSpan.Zero, default);
        return (frame, await screen.ReadCursorAsync(new byte[65536], default));
    }

    private static async Task<SimulatedCapture> StartAsync(TimeProvider time)
    {
        var plugin = new SimulatedCapture();
        await plugin.StartAsync(Context(time, """{"width": 320, "height": 200}"""), default);
        return plugin;
    }

    private static PluginContext Context(TimeProvider time, string settings) =>
        new() { Settings = System.Text.Encoding.UTF8.GetBytes(settings), Time = time, Log = new LogLines() };
}

using Orchestrator.Testbed.Instrument.Runs;

namespace Orchestrator.Testbed.Instrument.Tests.Screen;

public sealed class InstrumentScreenTests
{
    private const uint Control = 0xFFE3;
    private const uint BackSpace = 0xFF08;

    [Fact]
    public void A_click_on_Retry_resumes_the_run()
    {
        using var bench = new Bench();
        bench.Instrument.Start();
        bench.RunUntil(RunState.Stopped);
        bench.Click(bench.Instrument.Screen.RetryButton);
        Assert.Equal(RunState.Running, bench.Instrument.State);
        bench.RunUntil(RunState.Finished);
    }

    [Fact]
    public void A_click_on_Abort_ends_the_run()
    {
        using var bench = new Bench();
        bench.Instrument.Start();
        bench.RunUntil(RunState.Stopped);
        bench.Click(bench.Instrument.Screen.AbortButton);
        Assert.Equal(RunState.Aborted, bench.Instrument.State);
    }

    [Fact]
    public void Only_a_whole_click_on_the_button_counts()
    {
        using var bench = new Bench();
        var screen = bench.Instrument.Screen;
        bench.Instrument.Start();
        bench.RunUntil(RunState.Stopped);
        var retry = screen.RetryButton;

        screen.Pointer(retry.X + 5, retry.Y + 5, 0);
        screen.Pointer(retry.X + 5, retry.Y + 5, 4);
        screen.Pointer(retry.X + 5, retry.Y + 5, 0);
        screen.Pointer(retry.X + 5, retry.Y + 5, 1);
        screen.Pointer(retry.X - 50, retry.Y + 5, 1);
        screen.Pointer(retry.X - 50, retry.Y + 5, 0);
        screen.Pointer(retry.Right, retry.Y + 5, 1);
        screen.Pointer(retry.Right, retry.Y + 5, 0);
        bench.Click(screen.StartButton);
        Assert.Equal(RunState.Stopped, bench.Instrument.State);
    }

    [Fact]
    public void Menus_open_rows_are_chosen_and_the_picture_shows_it()
    {
        using var bench = new Bench();
        var seen = new List<byte[]> { bench.Picture() };
        void Click(int x, int y)
        {
            bench.Instrument.Screen.Pointer(x, y, 1);
            bench.Instrument.Screen.Pointer(x, y, 0);
            seen.Add(bench.Picture());
        }

        Click(330, 10);
        Click(250, 10);
        bench.Click(bench.Instrument.Screen.WorklistRow(0));
        seen.Add(bench.Picture());
        for (var index = 1; index < seen.Count; index++)
            Assert.False(seen[index].AsSpan().SequenceEqual(seen[index - 1]));
    }

    [Fact]
    public void Notes_take_text_and_share_the_clipboard()
    {
        using var bench = new Bench();
        var screen = bench.Instrument.Screen;
        bench.Type("lost");
        Assert.Equal("", screen.Notes);

        bench.Click(screen.NotesField);
        bench.Type("Tube: 5 µl");
        screen.Key(0x0100_03A9, true); // Ω by its Unicode keysym
        Assert.Equal("Tube: 5 µlΩ", screen.Notes);
        screen.Key(BackSpace, true);
        screen.Key(Control, true);
        screen.Key('c', true);
        Assert.Equal("Tube: 5 µl", screen.ClipboardText);
        screen.ClipboardText = " pasted\r\nline";
        screen.Key('v', true);
        screen.Key(Control, false);
        Assert.Equal("Tube: 5 µl pasted\nline", screen.Notes);

        screen.ClipboardText = new string('x', 100_000);
        screen.Key(Control, true);
        screen.Key('v', true);
        Assert.Equal(2000, screen.Notes.Length);
    }

    [Fact]
    public async Task Waiting_ends_on_a_change_or_after_the_time()
    {
        using var bench = new Bench();
        var screen = bench.Instrument.Screen;
        await screen.WaitForChangeAsync(-1, TimeSpan.FromHours(1), CancellationToken.None);
        await screen.WaitForChangeAsync(screen.Version, TimeSpan.Zero, CancellationToken.None);

        var version = screen.Version;
        var change = screen.WaitForChangeAsync(version, TimeSpan.FromHours(1), CancellationToken.None).AsTask();
        Assert.False(change.IsCompleted);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await change.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(screen.Version > version);

        var time = screen.WaitForChangeAsync(screen.Version, TimeSpan.FromMilliseconds(300), CancellationToken.None).AsTask();
        bench.Time.Advance(TimeSpan.FromMilliseconds(300));
        await time.WaitAsync(TimeSpan.FromSeconds(30));

        using var stop = new CancellationTokenSource();
        var cancelled = screen.WaitForChangeAsync(screen.Version, TimeSpan.FromHours(1), stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
    }

    [Fact]
    public void The_picture_is_written_with_any_stride_and_a_zero_fourth_byte()
    {
        using var bench = new Bench();
        var screen = bench.Instrument.Screen;
        var (width, height) = (screen.Layout.Width, screen.Layout.Height);
        var tight = bench.Picture();
        var stride = (width * 4) + 64;
        var wide = new byte[stride * height];
        wide.AsSpan().Fill(0xEE);
        Assert.Equal(screen.Version, screen.CopyTo(wide, stride));
        for (var y = 0; y < height; y++)
        {
            Assert.True(wide.AsSpan(y * stride, width * 4).SequenceEqual(tight.AsSpan(y * width * 4, width * 4)));
            Assert.Equal(0xEE, wide[(y * stride) + (width * 4)]);
        }

        for (var index = 3; index < tight.Length; index += 4)
            Assert.Equal(0, tight[index]);
        Assert.Equal(-1, screen.CopyTo(new byte[tight.Length - 1], width * 4));
        Assert.Equal(-1, screen.CopyTo(wide, (width * 4) - 4));
    }

    [Theory]
    [InlineData(800, 600)]
    [InlineData(1920, 5000)]
    public void A_screen_that_the_program_has_no_layout_for_is_refused(int width, int height)
    {
        var problem = Assert.Throws<ArgumentException>(() => new SimulatedInstrument(new InstrumentOptions { HomeDirectory = Path.Combine(Path.GetTempPath(), "never-made"), Width = width, Height = height }));
        Assert.Contains($"{width}×{height}", problem.Message, StringComparison.Ordinal);
    }
}

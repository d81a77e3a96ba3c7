using System.Text;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.ImageFolder;
using Orchestrator.Plugins.Conformance.Capture;

namespace Orchestrator.Samples.Tests.Capture;

public sealed class ImageFolderTests : IDisposable
{
    private readonly PictureFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("24 from the bottom")]
    [InlineData("24 from the top")]
    [InlineData("32 from the bottom")]
    [InlineData("ppm")]
    [InlineData("ppm in one line")]
    public async Task Every_format_gives_the_same_pixels(string format)
    {
        var pixels = PictureFolder.Noise(7, 5, 1);
        _folder.Write("a.bmp", format switch
        {
            "24 from the bottom" => PictureFolder.Bmp(7, 5, pixels),
            "24 from the top" => PictureFolder.Bmp(7, 5, pixels, fromTop: true),
            "32 from the bottom" => PictureFolder.Bmp(7, 5, pixels, bits: 32),
            "ppm" => PictureFolder.Ppm(7, 5, pixels),
            _ => PictureFolder.Ppm(7, 5, pixels, "P6 {0} {1} 255 "),
        });
        await using var plugin = await StartAsync();
        await using var screen = await plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = new HostFrame(screen.Layout);

        Assert.Equal(CaptureStatus.Changed, (await frame.CaptureAsync(screen, TimeSpan.Zero)).Status);
        Assert.True(frame.Shows(pixels));
    }

    [Fact]
    public async Task Pictures_come_in_the_order_of_their_names_and_over_again()
    {
        byte[][] pictures = [.. Enumerable.Range(0, 3).Select(seed => PictureFolder.Noise(4, 4, seed))];
        foreach (var i in new[] { 2, 0, 1 })
            _folder.Write($"picture-{i}.ppm", PictureFolder.Ppm(4, 4, pictures[i]));
        _folder.Write("readme.txt", [1]);
        await using var plugin = await StartAsync();
        await using var screen = await plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = new HostFrame(screen.Layout);

        for (var turn = 0; turn < 7; turn++)
        {
            Assert.Equal(CaptureStatus.Changed, (await frame.CaptureAsync(screen, TimeSpan.Zero)).Status);
            Assert.True(frame.Shows(pictures[turn % 3]));
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task A_wait_ends_when_the_next_picture_is_due()
    {
        _folder.Write("a.ppm", PictureFolder.Ppm(4, 4, PictureFolder.Noise(4, 4, 1)));
        _folder.Write("b.ppm", PictureFolder.Ppm(4, 4, PictureFolder.Noise(4, 4, 2)));
        await using var plugin = await StartAsync();
        await using var screen = await plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = new HostFrame(screen.Layout);
        await frame.CaptureAsync(screen, TimeSpan.Zero);

        var waiting = frame.CaptureAsync(screen, TimeSpan.FromHours(1)).AsTask();
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(CaptureStatus.Changed, (await waiting.WaitAsync(TimeSpan.FromSeconds(30))).Status);
    }

    [Fact]
    public async Task A_picture_that_was_taken_away_leaves_the_screen_without_one_until_the_next()
    {
        _folder.Write("a.ppm", PictureFolder.Ppm(4, 4, PictureFolder.Noise(4, 4, 1)));
        _folder.Write("b.ppm", PictureFolder.Ppm(4, 4, PictureFolder.Noise(4, 4, 2)));
        await using var plugin = await StartAsync();
        await using var screen = await plugin.OpenScreenAsync(new CaptureOptions(), default);
        var frame = new HostFrame(screen.Layout);
        await frame.CaptureAsync(screen, TimeSpan.Zero);
        _folder.Delete("b.ppm");

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(CaptureStatus.Unavailable, (await frame.CaptureAsync(screen, TimeSpan.Zero)).Status);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(CaptureStatus.Changed, (await frame.CaptureAsync(screen, TimeSpan.Zero)).Status);
    }

    [Fact]
    public async Task Input_is_refused_and_there_is_no_clipboard()
    {
        _folder.Write("a.ppm", PictureFolder.Ppm(4, 4, PictureFolder.Noise(4, 4, 1)));
        await using var plugin = await StartAsync();
        await using var input = await plugin.OpenInputAsync(default);

        Assert.Equal(InjectResult.Unavailable, input.Inject(InputEvent.Pointer(1, 1, 1)));
        Assert.Equal(InjectResult.Unavailable, input.Inject(InputEvent.Key('a', true)));
        Assert.Null(await plugin.OpenClipboardAsync(default));
    }

    [Fact]
    public async Task After_disposal_nothing_opens()
    {
        _folder.Write("a.ppm", PictureFolder.Ppm(4, 4, PictureFolder.Noise(4, 4, 1)));
        var plugin = await StartAsync();
        await plugin.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await plugin.OpenScreenAsync(new CaptureOptions(), default));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await plugin.OpenInputAsync(default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"folder": "relative"}""")]
    [InlineData("""{"folder": "/no/such/folder"}""")]
    [InlineData("""{"folder": 5}""")]
    [InlineData("""{"folder": "/tmp", "milliseconds": 9}""")]
    [InlineData("""{"folder": "/tmp", "milliseconds": 1.5}""")]
    [InlineData("""{"folder": "/tmp", "seconds": 1}""")]
    [InlineData("""{"folder": "/tmp", "folder": "/tmp"}""")]
    public async Task Settings_that_do_not_fit_are_refused_by_a_sentence(string settings)
    {
        var refusal = await RefusalAsync(Encoding.UTF8.GetBytes(settings));

        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Write", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_picture_is_refused() =>
        Assert.Contains("There is no picture", (await RefusalAsync(_folder.Settings())).Message, StringComparison.Ordinal);

    [Fact]
    public async Task No_cut_of_a_picture_passes_or_breaks_anything_else()
    {
        foreach (var whole in new[] { PictureFolder.Bmp(3, 2, PictureFolder.Noise(3, 2, 1)), PictureFolder.Ppm(3, 2, PictureFolder.Noise(3, 2, 1)) })
        {
            for (var length = 0; length < whole.Length; length++)
            {
                _folder.Write("a.bmp", whole[..length]);
                Assert.Contains("a.bmp can't be shown", (await RefusalAsync(_folder.Settings())).Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, 1)]
    [InlineData(1, int.MinValue)]
    [InlineData(8193, 1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public async Task A_bitmap_says_no_size_that_nobody_has(int width, int height)
    {
        var file = PictureFolder.Bmp(1, 1, new byte[4]);
        BitConverter.TryWriteBytes(file.AsSpan(18), width);
        BitConverter.TryWriteBytes(file.AsSpan(22), height);
        _folder.Write("a.bmp", file);

        Assert.Contains("sides", (await RefusalAsync(_folder.Settings())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_changed_at_random_are_shown_or_refused_and_never_anything_else()
    {
        var random = new Random(7);
        byte[][] originals = [PictureFolder.Bmp(3, 2, PictureFolder.Noise(3, 2, 1)), PictureFolder.Ppm(3, 2, PictureFolder.Noise(3, 2, 1))];
        for (var round = 0; round < 500; round++)
        {
            var file = originals[round % 2].ToArray();
            for (var change = 0; change < 3; change++)
                file[random.Next(Math.Min(file.Length, 54))] = (byte)random.Next(256);
            _folder.Write("a.bmp", file);
            await using var plugin = new ImageFolderCapture();
            var problem = await Record.ExceptionAsync(async () => await plugin.StartAsync(Context(_folder.Settings()), default));
            Assert.True(problem is null or FormatException, $"round {round}: {problem}");
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task<ImageFolderCapture> StartAsync()
    {
        var plugin = new ImageFolderCapture();
        await plugin.StartAsync(Context(_folder.Settings()), default);
        return plugin;
    }

    private async Task<FormatException> RefusalAsync(byte[] settings)
    {
        await using var plugin = new ImageFolderCapture();
        return await Assert.ThrowsAsync<FormatException>(async () => await plugin.StartAsync(Context(settings), default));
    }

    private PluginContext Context(byte[] settings) => new() { Settings = settings, Time = _time, Log = new QuietLog() };
}

using Orchestrator.Abstractions;

namespace Orchestrator.Rfb.Tests;

public sealed class ViewerSessionTests : IAsyncDisposable
{
    private readonly SocketFolder folder = new();
    private readonly Painter painter = new(31);
    private readonly ScriptedScreen screen;
    private readonly ViewChannel view;
    private readonly RecordingViewerInput input = new();
    private readonly LocalViewerServer server;

    public ViewerSessionTests()
    {
        screen = new ScriptedScreen(painter.Picture(150, 110));
        view = new ViewChannel(screen);
        server = LocalViewerServer.OnUnixSocket(folder.Socket, view.Shadow, input, TimeProvider.System);
    }

    public static TheoryData<PixelFormat> Formats => new(
        PixelFormat.Bgrx,
        new PixelFormat(32, 24, true, true, new(255, 16), new(255, 8), new(255, 0)),
        new PixelFormat(32, 24, false, true, new(255, 24), new(255, 16), new(255, 8)),
        new PixelFormat(32, 24, true, true, new(255, 8), new(255, 16), new(255, 24)),
        new PixelFormat(32, 32, false, true, new(255, 0), new(255, 8), new(255, 16)),
        new PixelFormat(32, 30, true, true, new(1023, 20), new(1023, 10), new(1023, 0)),
        new PixelFormat(16, 16, false, true, new(31, 11), new(63, 5), new(31, 0)),
        new PixelFormat(16, 15, true, true, new(31, 10), new(31, 5), new(31, 0)),
        new PixelFormat(8, 8, false, true, new(7, 0), new(7, 3), new(3, 6)),
        new PixelFormat(8, 6, true, true, new(3, 4), new(3, 2), new(3, 0)));

    [Theory]
    [InlineData("003.003")]
    [InlineData("003.007")]
    [InlineData("003.008")]
    [InlineData("003.889")]
    public async Task Every_version_gets_the_screen(string version)
    {
        using var viewer = await BeginAsync(version == "003.889" ? "003.008" : version);
        await viewer.RequestAsync(incremental: false);
        await viewer.ReadUpdateAsync();
        viewer.AssertShows(screen.Picture);
        Assert.Equal("Orchestrator", viewer.Name);
        Assert.Equal([0], viewer.Encodings);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Every_pixel_format_is_served_in_raw_and_zrle_with_copies(PixelFormat format)
    {
        foreach (var encoding in new[] { Encodings.Raw, Encodings.Zrle })
        {
            using var viewer = await BeginAsync();
            await viewer.SetFormatAsync(format);
            await viewer.SetEncodingsAsync(encoding, Encodings.CopyRect);
            await viewer.RequestAsync(incremental: false);
            await viewer.ReadUpdateAsync();
            viewer.AssertShows(screen.Picture);
            for (var change = 0; change < 8; change++)
            {
                screen.Change(picture => painter.Change(picture));
                await view.Shadow.UntilEqualAsync(screen.Picture);
                if (Shows(viewer))
                    continue;
                await viewer.RequestAsync(incremental: true);
                await viewer.ReadUpdateAsync();
                viewer.AssertShows(screen.Picture);
                Assert.All(viewer.Encodings, used => Assert.True(used == encoding || used == Encodings.CopyRect));
            }
        }
    }

    [Fact]
    public async Task A_viewer_with_a_colour_map_gets_the_map_and_indexes_into_it()
    {
        using var viewer = await BeginAsync();
        await viewer.SetFormatAsync(PixelFormat.Mapped(new PixelFormat(8, 8, false, false, default, default, default)));
        await viewer.RequestAsync(incremental: false);
        await viewer.ReadUpdateAsync();
        viewer.AssertShows(screen.Picture);
        Assert.Equal(256 * 6, viewer.ColourMap!.Length);
        Assert.Equal([255, 255, 255, 255, 255, 255], viewer.ColourMap[^6..]);
    }

    [Fact]
    public async Task A_scrolled_pane_is_copied_at_the_viewer()
    {
        using var viewer = await BeginAsync();
        await viewer.SetEncodingsAsync(Encodings.Zrle, Encodings.CopyRect);
        screen.Change(picture =>
        {
            foreach (ref var pixel in picture.Pixels)
                pixel = (uint)painter.Next(1 << 24);
        });
        await view.Shadow.UntilEqualAsync(screen.Picture);
        await viewer.RequestAsync(incremental: false);
        await viewer.ReadUpdateAsync();
        screen.Change(picture => picture.Move(0, 30, new PixelRect(0, 0, 150, 80)));
        await viewer.RequestAsync(incremental: true);
        await viewer.ReadUpdateAsync();
        viewer.AssertShows(screen.Picture);
        Assert.Contains(Encodings.CopyRect, viewer.Encodings);
    }

    [Fact]
    public async Task Keys_arrive_while_an_incremental_request_waits_for_a_screen_that_is_still()
    {
        using var viewer = await BeginAsync();
        await viewer.RequestAsync(incremental: false);
        await viewer.ReadUpdateAsync();
        await viewer.RequestAsync(incremental: true);
        await viewer.WriteAsync([4, 1, 0, 0, 0, 0, 0xFF, 0x0D]);
        await viewer.WriteAsync([5, 1, 0, 7, 0, 8]);
        await viewer.WriteAsync([5, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
        await viewer.WriteAsync([6, 0, 0, 0, 0, 0, 0, 2, 0xE9, (byte)'!']);
        Assert.Equal("key ff0d down", await input.NextAsync());
        Assert.Equal("pointer 7 8 1", await input.NextAsync());
        Assert.Equal("pointer 149 109 0", await input.NextAsync());
        Assert.Equal("cut é!", await input.NextAsync());
    }

    [Fact]
    public async Task A_request_that_waits_is_answered_when_the_screen_changes_however_long_after()
    {
        using var viewer = await BeginAsync();
        await viewer.RequestAsync(incremental: false);
        await viewer.ReadUpdateAsync();
        for (var round = 0; round < 20; round++)
        {
            await viewer.RequestAsync(incremental: true);
            screen.Change(picture => picture.Row(round, round, 1)[0] ^= 0x10101);
            await viewer.ReadUpdateAsync();
            viewer.AssertShows(screen.Picture);
        }
    }

    [Theory]
    [InlineData(Encodings.DesktopSize)]
    [InlineData(Encodings.ExtendedDesktopSize)]
    public async Task A_viewer_that_can_follows_a_new_size(int encoding)
    {
        using var viewer = await BeginAsync();
        await viewer.SetEncodingsAsync(Encodings.Zrle, encoding);
        await viewer.RequestAsync(incremental: false);
        await viewer.ReadUpdateAsync();
        screen.Resize(painter.Picture(220, 90));
        await view.Shadow.UntilEqualAsync(screen.Picture);
        await viewer.RequestAsync(incremental: true);
        await viewer.ReadUpdateAsync();
        Assert.Equal([encoding], viewer.Encodings);
        await viewer.RequestAsync(incremental: true);
        await viewer.ReadUpdateAsync();
        viewer.AssertShows(screen.Picture);
    }

    [Fact]
    public async Task A_viewer_that_cant_follow_keeps_its_size_and_gets_what_fits()
    {
        using var viewer = await BeginAsync();
        await viewer.RequestAsync(incremental: false);
        await viewer.ReadUpdateAsync();
        screen.Resize(painter.Picture(400, 300));
        await view.Shadow.UntilEqualAsync(screen.Picture);
        await viewer.RequestAsync(incremental: true);
        await viewer.ReadUpdateAsync();
        var part = new Framebuffer(150, 110);
        part.CopyFrom(screen.Picture, part.Area);
        viewer.AssertShows(part);
    }

    [Fact]
    public async Task A_wish_to_resize_the_instruments_screen_is_refused()
    {
        using var viewer = await BeginAsync();
        await viewer.SetEncodingsAsync(Encodings.ExtendedDesktopSize);
        await viewer.RequestAsync(incremental: false);
        await viewer.ReadUpdateAsync();
        await viewer.RequestAsync(incremental: true);
        await viewer.WriteAsync([251, 0, 0, 9, 0, 9, 1, 0, .. new byte[16]]);
        var head = await viewer.ReadAsync(4 + 12);
        Assert.Equal([0, 0, 0, 1, 0, 1, 0, 1], head[..8]);
    }

    [Fact]
    public async Task Text_of_the_instrument_reaches_the_viewer()
    {
        using var viewer = await BeginAsync();
        await viewer.RequestAsync(incremental: false);
        await viewer.ReadUpdateAsync();
        server.SendCutText("é€");
        await viewer.RequestAsync(incremental: false);
        await viewer.ReadUpdateAsync();
        Assert.Equal("é?", viewer.CutText);
    }

    [Theory]
    [InlineData("0A")]
    [InlineData("FF")]
    [InlineData("02 00 FFFF")]
    [InlineData("06 000000 7FFFFFFF")]
    [InlineData("00 000000 18 18 00 01 00FF 00FF 00FF 10 08 00 000000")]
    [InlineData("00 000000 20 18 00 01 FFFF FFFF FFFF 18 08 00 000000")]
    public async Task A_viewer_that_breaks_the_protocol_is_closed_and_others_stay(string hex)
    {
        using var other = await BeginAsync();
        using var viewer = await BeginAsync();
        await viewer.WriteAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        Assert.True(await viewer.IsClosedAsync());
        await other.RequestAsync(incremental: false);
        await other.ReadUpdateAsync();
        other.AssertShows(screen.Picture);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await view.DisposeAsync();
        folder.Dispose();
    }

    private async Task<TestViewer> BeginAsync(string version = "003.008")
    {
        await view.Shadow.UntilEqualAsync(screen.Picture);
        var viewer = await TestViewer.ConnectAsync(folder.Socket);
        Assert.Equal(0u, await viewer.GreetAsync(version));
        await viewer.InitAsync();
        return viewer;
    }

    private bool Shows(TestViewer viewer)
    {
        for (var i = 0; i < screen.Picture.Pixels.Length; i++)
        {
            if (viewer.Expect(screen.Picture.Pixels[i]) != viewer.Picture.Pixels[i])
                return false;
        }

        return true;
    }
}

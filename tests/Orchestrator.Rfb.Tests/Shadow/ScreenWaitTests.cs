using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;
using Orchestrator.TestSupport;

namespace Orchestrator.Rfb.Tests;

[SuppressMessage("Reliability", "CA2012", Justification = "Waits are begun before what ends them.")]
public sealed class ScreenWaitTests : IAsyncDisposable
{
    private readonly ScriptedScreen screen = new(new Painter(6).Picture(90, 70));
    private readonly ViewChannel view;

    public ScreenWaitTests() => view = new ViewChannel(screen);

    [Fact]
    public async Task Still_means_a_whole_stretch_without_change()
    {
        var time = new FakeTimeProvider();
        await view.Shadow.UntilEqualAsync(screen.Picture);
        var still = view.Shadow.UntilStillAsync(TimeSpan.FromMilliseconds(500), time, CancellationToken.None);
        for (var change = 0; change < 5; change++)
        {
            time.Advance(TimeSpan.FromMilliseconds(400));
            screen.Change(picture => picture.Fill(new PixelRect(change, 0, 1, 1), (uint)(0x10 + change)));
            await view.Shadow.UntilEqualAsync(screen.Picture);
        }

        await Soon.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            return still.IsCompleted;
        });
        await still.OrFail();
    }

    [Fact]
    public async Task Changed_looks_at_its_area_alone()
    {
        await view.Shadow.UntilEqualAsync(screen.Picture);
        var changed = view.Shadow.UntilChangedAsync(new PixelRect(10, 10, 5, 5), CancellationToken.None);
        screen.Change(picture => picture.Row(9, 10, 1)[0] ^= 0xFF);
        await view.Shadow.UntilEqualAsync(screen.Picture);
        Assert.False(changed.IsCompleted);
        screen.Change(picture => picture.Row(14, 14, 1)[0] ^= 0xFF);
        await changed.OrFail();
    }

    [Fact]
    public async Task Pixel_waits_for_its_colour()
    {
        await view.Shadow.UntilEqualAsync(screen.Picture);
        var pixel = view.Shadow.UntilPixelAsync(3, 4, 0xFEDCBA, CancellationToken.None);
        screen.Change(picture => picture.Row(4, 3, 1)[0] = 0xFEDCBB);
        await view.Shadow.UntilEqualAsync(screen.Picture);
        Assert.False(pixel.IsCompleted);
        screen.Change(picture => picture.Row(4, 3, 1)[0] = 0xFEDCBA);
        await pixel.OrFail();
    }

    [Fact]
    public async Task Each_reader_has_its_own_account_of_what_is_new()
    {
        await view.Shadow.UntilEqualAsync(screen.Picture);
        using var one = view.Shadow.OpenReader();
        using var two = view.Shadow.OpenReader();
        var (first, second, areas) = (new Framebuffer(90, 70), new Framebuffer(90, 70), new List<PixelRect>());
        one.CopyTo(first, areas);
        Assert.Equal([first.Area], areas);
        screen.Change(picture => picture.Row(4, 3, 1)[0] ^= 1);
        await view.Shadow.UntilEqualAsync(screen.Picture);
        one.CopyTo(first, areas);
        Assert.Equal([new PixelRect(3, 4, 1, 1)], areas);
        Assert.False(one.HasUnseen);
        two.CopyTo(second, areas);
        Assert.True(first.HasSamePixels(screen.Picture) && second.HasSamePixels(screen.Picture));
    }

    [SkippableFact]
    public async Task A_png_reads_back_pixel_for_pixel_in_another_program()
    {
        RealComponent.Require("convert");
        using var png = new MemoryStream();
        PngWriter.Write(png, screen.Picture);
        var bgra = await ExternalProcess.RunAsync("convert", ["png:-", "-depth", "8", "bgra:-"], input: png.ToArray());
        Assert.Equal(screen.Picture.Width * screen.Picture.Height * 4, bgra.Length);
        for (var i = 3; i < bgra.Length; i += 4)
            bgra[i] = 0;
        Assert.Equal(screen.Picture.Memory.ToArray(), bgra);
    }

    public ValueTask DisposeAsync() => view.DisposeAsync();
}

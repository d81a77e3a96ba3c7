namespace Orchestrator.Rfb.Tests;

public sealed class ScreenRoundTripTests
{
    [Theory]
    [InlineData(ScreenEncodings.Raw)]
    [InlineData(ScreenEncodings.Zrle)]
    [InlineData(ScreenEncodings.CopyRect)]
    [InlineData(ScreenEncodings.All)]
    public async Task After_any_sequence_of_changes_the_shadow_equals_the_screen(ScreenEncodings encodings)
    {
        var painter = new Painter(seed: 11);
        var screen = new ScriptedScreen(painter.Picture(333, 217));
        await using var view = new ViewChannel(screen, ViewChannel.Fast with { Encodings = encodings });
        await view.Shadow.UntilEqualAsync(screen.Picture);
        for (var change = 0; change < 150; change++)
        {
            screen.Change(picture => painter.Change(picture));
            if (change % 3 == 0)
                await view.Shadow.UntilEqualAsync(screen.Picture);
        }

        await view.Shadow.UntilEqualAsync(screen.Picture);
        Assert.InRange(view.Sender.Counters.Updates, 50, 151);
    }

    [Fact]
    public async Task A_new_layout_arrives_with_its_size_and_a_full_picture()
    {
        var painter = new Painter(seed: 3);
        var screen = new ScriptedScreen(painter.Picture(200, 150));
        await using var view = new ViewChannel(screen);
        await view.Shadow.UntilEqualAsync(screen.Picture);
        var first = view.Shadow.State.Layout!.Version;

        screen.Resize(painter.Picture(500, 64));
        await view.Shadow.UntilEqualAsync(screen.Picture);
        Assert.Equal(500, view.Shadow.State.Layout!.Width);
        Assert.True(view.Shadow.State.Layout.Version > first);
        Assert.Equal(view.Layouts.Current, (uint)view.Shadow.State.Layout.Version);
    }

    [Fact]
    public async Task A_full_HD_picture_of_noise_arrives_in_slices_of_one_record()
    {
        var screen = new ScriptedScreen(new Framebuffer(1920, 1080));
        new Random(5).NextBytes(screen.Picture.Memory.Span);
        foreach (ref var pixel in screen.Picture.Pixels)
            pixel &= 0xFFFFFF;
        await using var view = new ViewChannel(screen);
        await view.Shadow.UntilEqualAsync(screen.Picture);
        Assert.True(view.Sender.Counters.Bytes > 1920 * 1080 * 3);
    }
}

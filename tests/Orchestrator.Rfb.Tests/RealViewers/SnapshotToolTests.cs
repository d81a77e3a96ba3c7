using Orchestrator.TestSupport;

namespace Orchestrator.Rfb.Tests;

public sealed class SnapshotToolTests : IAsyncDisposable
{
    private readonly SocketFolder folder = new();
    private readonly ScriptedScreen screen = new(new Painter(41).Picture(640, 360));
    private readonly ViewChannel view;

    public SnapshotToolTests() => view = new ViewChannel(screen);

    [SkippableTheory]
    [InlineData(ScreenEncodings.Raw)]
    [InlineData(ScreenEncodings.CopyRect)]
    [InlineData(ScreenEncodings.Zrle)]
    [InlineData(ScreenEncodings.All)]
    public async Task The_picture_of_gvnccapture_equals_ours_pixel_for_pixel(ScreenEncodings encodings)
    {
        RealComponent.Require("gvnccapture", "convert");
        var painter = new Painter(42);
        for (var change = 0; change < 50; change++)
            screen.Change(picture => painter.Change(picture));
        await view.Shadow.UntilEqualAsync(screen.Picture);
        await using var port = new OpenPort(view.Shadow, new RecordingViewerInput(), new ViewerOptions { Encodings = encodings });
        await ExternalProcess.RunAsync("gvnccapture", ["-q", port.Display, folder.File("theirs.png")], timeout: TimeSpan.FromSeconds(60));
        Assert.Equal(screen.Picture.Memory.ToArray(), await ReadAsync("theirs.png"));

        await using (var file = File.Create(folder.File("ours.png")))
            PngWriter.Write(file, view.Shadow.TakePicture()!);
        Assert.Equal(await ReadAsync("theirs.png"), await ReadAsync("ours.png"));
    }

    [SkippableFact]
    public async Task Vncsnapshot_connects_by_3_3()
    {
        RealComponent.Require("vncsnapshot", "convert");
        await view.Shadow.UntilEqualAsync(screen.Picture);
        await using var port = new OpenPort(view.Shadow, new RecordingViewerInput(), new ViewerOptions());
        await ExternalProcess.RunAsync(
            "vncsnapshot", ["-quality", "100", port.Display, folder.File("theirs.jpg")], timeout: TimeSpan.FromSeconds(60));
        var size = await ExternalProcess.RunAsync("identify", ["-format", "%w %h", folder.File("theirs.jpg")]);
        Assert.Equal("640 360", System.Text.Encoding.ASCII.GetString(size));
    }

    public async ValueTask DisposeAsync()
    {
        await view.DisposeAsync();
        folder.Dispose();
    }

    private async Task<byte[]> ReadAsync(string name)
    {
        var bgra = await ExternalProcess.RunAsync("convert", [folder.File(name), "-depth", "8", "bgra:-"]);
        for (var i = 3; i < bgra.Length; i += 4)
            bgra[i] = 0;
        return bgra;
    }
}

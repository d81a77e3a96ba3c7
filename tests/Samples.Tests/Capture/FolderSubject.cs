using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.ImageFolder;
using Orchestrator.Plugins.Conformance.Capture;

namespace Orchestrator.Samples.Tests.Capture;

/// <summary>Three pictures of one size, then one of another; the test moves the clock.</summary>
internal sealed class FolderSubject : CaptureSubject
{
    private static readonly (int Width, int Height)[] Sizes = [(31, 17), (31, 17), (31, 17), (24, 40)];

    private readonly PictureFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly byte[][] _pictures = [.. Sizes.Select((size, seed) => PictureFolder.Noise(size.Width, size.Height, seed))];
    private readonly ImageFolderCapture _plugin = new();
    private int _turn;

    public override ICapture Plugin => _plugin;

    public override string Settings => System.Text.Encoding.UTF8.GetString(_folder.Settings());

    public override bool TakesInput => false;

    public static async Task<CaptureSubject> OpenAsync()
    {
        var subject = new FolderSubject();
        for (var i = 0; i < Sizes.Length; i++)
        {
            var (width, height) = Sizes[i];
            subject._folder.Write($"{i}.{(i % 2 == 0 ? "bmp" : "PPM")}", i % 2 == 0 ? PictureFolder.Bmp(width, height, subject._pictures[i]) : PictureFolder.Ppm(width, height, subject._pictures[i]));
        }

        var context = new PluginContext { Settings = subject._folder.Settings(), Time = subject._time, Log = new QuietLog() };
        await subject._plugin.StartAsync(context, default);
        return subject;
    }

    public override Task ChangePictureAsync()
    {
        Show(_turn + 1);
        return Task.CompletedTask;
    }

    public override Task<byte[]> TakePictureAsync() => Task.FromResult(_pictures[_turn % _pictures.Length]);

    public override Task<bool> ChangeLayoutAsync()
    {
        Show(_turn - (_turn % _pictures.Length) + _pictures.Length - 1);
        return Task.FromResult(true);
    }

    public override Task<int> CountHeldAsync() => Task.FromResult(0);

    public override Task<(int X, int Y)> ReadPointerAsync() => Task.FromResult((0, 0));

    public override async ValueTask DisposeAsync()
    {
        await _plugin.DisposeAsync();
        _folder.Dispose();
    }

    private void Show(int turn)
    {
        _time.Advance(TimeSpan.FromSeconds(turn - _turn));
        _turn = turn;
    }
}

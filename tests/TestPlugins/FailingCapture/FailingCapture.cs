using System.Text.Json;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.TestPlugins;

/// <summary>
/// A screen of one colour that is another one with each picture, taken by a plugin that fails as its settings say: <c>{"fails": "throws"}</c> at every
/// third picture, <c>"waits"</c> for ever at the third, or <c>"blocks"</c> its thread there; with <c>"once": "FILE"</c> only while that file isn't there, which
/// it then makes.
/// </summary>
public sealed class FailingCapture : ICapture
{
    private string fails = "";
    private string? once;

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        using var settings = JsonDocument.Parse(context.Settings);
        fails = settings.RootElement.GetProperty("fails").GetString()!;
        once = settings.RootElement.TryGetProperty("once", out var file) ? file.GetString() : null;
        return ValueTask.CompletedTask;
    }

    public ValueTask<IScreenCapture> OpenScreenAsync(CaptureOptions options, CancellationToken cancellationToken) => ValueTask.FromResult<IScreenCapture>(new Screen(this));

    public ValueTask<IInputInjector> OpenInputAsync(CancellationToken cancellationToken) => throw new NotSupportedException("This screen takes no input.");

    public ValueTask<IClipboardText?> OpenClipboardAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IClipboardText?>(null);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask FailAsync()
    {
        if (once is not null)
        {
            if (File.Exists(once))
                return;
            await File.WriteAllTextAsync(once, "");
        }

        if (fails == "waits")
            await new TaskCompletionSource().Task;
        if (fails == "throws")
            throw new InvalidOperationException("the third picture is never taken");
        using var never = new ManualResetEventSlim();
        never.Wait();
    }

    private sealed class Screen(FailingCapture plugin) : IScreenCapture
    {
        private const int Width = 320;
        private const int Height = 200;
        private byte taken;

        public ScreenLayout Layout { get; } = new(1, Width, Height, [new Abstractions.Monitor(1, new PixelRect(0, 0, Width, Height))]);

        public async ValueTask<CaptureResult> CaptureAsync(Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken)
        {
            if (++taken % 3 == 0)
                await plugin.FailAsync();
            for (var row = 0; row < Height; row++)
            {
                for (var column = 0; column < Width; column++)
                {
                    var pixel = frame.Span.Slice((row * stride) + (column * 4), 4);
                    pixel.Fill(taken);
                    pixel[3] = 0;
                }
            }

            damage.Span[0] = new PixelRect(0, 0, Width, Height);
            return new CaptureResult(CaptureStatus.Changed, 1, 1);
        }

        public ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken) => ValueTask.FromResult(default(CursorResult));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

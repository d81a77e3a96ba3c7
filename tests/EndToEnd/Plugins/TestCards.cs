using Microsoft.Extensions.Time.Testing;
using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.Simulated;
using Orchestrator.Rfb;

namespace Orchestrator.EndToEnd.Plugins;

/// <summary>Knows the simulated screen's pictures: a card that nobody touched depends on the time since its start alone.</summary>
internal static class TestCards
{
    private const int Steps = 3000;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>How many steps after its start the simulated screen looks exactly like this; null when it never does.</summary>
    public static async Task<int?> StepOfAsync(Framebuffer picture, ReadOnlyMemory<byte> settings)
    {
        var time = new FakeTimeProvider();
        await using var capture = new SimulatedCapture();
        await capture.StartAsync(new PluginContext { Settings = settings, Time = time, Log = new NoLog() }, CancellationToken.None);
        await using var screen = await capture.OpenScreenAsync(new CaptureOptions(), CancellationToken.None);
        var expected = new Framebuffer(screen.Layout.Width, screen.Layout.Height);
        if ((expected.Width, expected.Height) != (picture.Width, picture.Height))
        {
            return null;
        }

        for (var step = 0; step < Steps; step++)
        {
            await screen.CaptureAsync(expected.Memory, expected.Stride, new PixelRect[1], TimeSpan.Zero, CancellationToken.None);
            if (expected.Memory.Span.SequenceEqual(picture.Memory.Span))
            {
                return step;
            }

            time.Advance(Step);
        }

        return null;
    }

    private sealed class NoLog : IPluginLog
    {
        public void Write(PluginLogLevel level, int eventId, string text)
        {
        }
    }
}

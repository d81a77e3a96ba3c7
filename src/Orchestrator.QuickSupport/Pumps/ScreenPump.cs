using System.IO.Pipelines;
using Orchestrator.Abstractions;
using Orchestrator.Actors.Channels;
using Orchestrator.Links.Channels;
using Orchestrator.Rfb;
using PumpEnd = Orchestrator.Actors.Channels.PumpEnd;

namespace Orchestrator.QuickSupport.Pumps;

/// <summary>Shows the screen over one view channel: capture plugin, encoder, pacing.</summary>
internal sealed class ScreenPump(ICapture capture, LayoutClock layouts, PumpCounters counters, Action<ScreenStatus> told, TimeProvider time) : IChannelPump
{
    private readonly InFlight _inFlight = new();

    /// <inheritdoc/>
    public async Task<PumpEnd> RunAsync(IDuplexPipe channel, ChannelGate gate, CancellationToken cancellationToken)
    {
        var sender = new ScreenSender(OpenAsync, new GateFlow(gate), layouts, time, statusChanged: told);
        return PumpEnds.Of(await sender.RunAsync(channel, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask QuiesceAsync(CancellationToken cancellationToken) =>
        await _inFlight.WhenIdle().WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<IScreenCapture> OpenAsync(CancellationToken cancellationToken) =>
        new WatchedScreen(await capture.OpenScreenAsync(new CaptureOptions(), cancellationToken).ConfigureAwait(false), counters, _inFlight);
}

using System.IO.Pipelines;
using Orchestrator.Abstractions;
using Orchestrator.Actors.Channels;
using Orchestrator.Links.Channels;
using Orchestrator.PluginHosting;
using Orchestrator.Rfb;
using PumpEnd = Orchestrator.Actors.Channels.PumpEnd;

namespace Orchestrator.QuickSupport.Pumps;

/// <summary>Shows the screen over one view channel: capture plugin, encoder, pacing.</summary>
/// <param name="capture">The plugin.</param>
/// <param name="layouts">Of the session.</param>
/// <param name="counters">Of the run.</param>
/// <param name="told">Takes what becomes of the screen, and the plugin's last fault where one is why.</param>
/// <param name="time">The only clock.</param>
internal sealed class ScreenPump(ICapture capture, LayoutClock layouts, PumpCounters counters, Action<ScreenStatus, PluginFault?> told, TimeProvider time) : IChannelPump
{
    private readonly InFlight _inFlight = new();
    private volatile PluginFault? _fault;

    /// <inheritdoc/>
    public async Task<PumpEnd> RunAsync(IDuplexPipe channel, ChannelGate gate, CancellationToken cancellationToken)
    {
        var sender = new ScreenSender(OpenAsync, new GateFlow(gate), layouts, time, statusChanged: Tell);
        return PumpEnds.Of(await sender.RunAsync(channel, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask QuiesceAsync(CancellationToken cancellationToken) =>
        await _inFlight.WhenIdle().WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Tell(ScreenStatus status) => told(status, status == ScreenStatus.Failed ? _fault : null);

    private async ValueTask<IScreenCapture> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new WatchedScreen(
                await capture.OpenScreenAsync(new CaptureOptions(), cancellationToken).ConfigureAwait(false), counters, _inFlight, fault => _fault = fault);
        }
        catch (PluginFaultException e) when (e.Fault.Kind != PluginFaultKind.Threw)
        {
            // A throw is how a plugin says that there is no display; anything else is its own fault.
            _fault = e.Fault;
            throw new ScreenFailedException(e.Message, e);
        }
    }
}

using System.IO.Pipelines;
using Orchestrator.Abstractions;
using Orchestrator.Actors.Channels;
using Orchestrator.Links.Channels;
using Orchestrator.Rfb;
using PumpEnd = Orchestrator.Actors.Channels.PumpEnd;

namespace Orchestrator.QuickSupport.Pumps;

/// <summary>Plays the technician's pointer and keys over one control channel.</summary>
internal sealed class ControlPump(ICapture capture, LayoutClock layouts, CutTextProgress cutTexts, PumpCounters counters, TimeProvider time) : IChannelPump
{
    private volatile InputReceiver? _receiver;

    /// <inheritdoc/>
    public async Task<PumpEnd> RunAsync(IDuplexPipe channel, ChannelGate gate, CancellationToken cancellationToken)
    {
        var receiver = new InputReceiver(OpenAsync, new GateFlow(gate), layouts, cutTexts, time);
        _receiver = receiver;
        return PumpEnds.Of(await receiver.RunAsync(channel, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async ValueTask QuiesceAsync(CancellationToken cancellationToken)
    {
        if (_receiver is { } receiver)
            await receiver.SettleAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<IInputInjector> OpenAsync(CancellationToken cancellationToken) =>
        new WatchedInput(await capture.OpenInputAsync(cancellationToken).ConfigureAwait(false), counters);
}

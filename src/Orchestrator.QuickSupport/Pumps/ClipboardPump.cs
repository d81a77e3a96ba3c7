using System.IO.Pipelines;
using Orchestrator.Abstractions;
using Orchestrator.Actors.Channels;
using Orchestrator.Links.Channels;
using Orchestrator.PluginHosting;
using PumpEnd = Orchestrator.Actors.Channels.PumpEnd;

namespace Orchestrator.QuickSupport.Pumps;

/// <summary>One clipboard channel in either direction: opens the clipboard once the gate is open, closes it with the channel.</summary>
/// <param name="capture">The plugin.</param>
/// <param name="run">Moves text until the channel ends.</param>
internal sealed class ClipboardPump(ICapture capture, Func<IClipboardText, IDuplexPipe, GateFlow, CancellationToken, Task<Rfb.PumpEnd>> run) : IChannelPump
{
    /// <inheritdoc/>
    public async Task<PumpEnd> RunAsync(IDuplexPipe channel, ChannelGate gate, CancellationToken cancellationToken)
    {
        try
        {
            if (!await gate.WhenOpenAsync(cancellationToken).ConfigureAwait(false))
                return PumpEnds.Cut;
            await using var clipboard = await capture.OpenClipboardAsync(cancellationToken).ConfigureAwait(false);
            return clipboard is null
                ? new PumpEnd(PumpOutcome.Failed, "This computer has no clipboard that can be used.")
                : PumpEnds.Of(await run(clipboard, channel, new GateFlow(gate), cancellationToken).ConfigureAwait(false));
        }
        catch (PluginFaultException fault)
        {
            return new PumpEnd(PumpOutcome.Failed, $"The clipboard can't be used: {fault.Message}");
        }
        catch (OperationCanceledException)
        {
            return PumpEnds.Cut;
        }
    }

    /// <inheritdoc/>
    public ValueTask QuiesceAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

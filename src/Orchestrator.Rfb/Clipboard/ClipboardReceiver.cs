using System.Buffers;
using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>The instrument's pump for one channel to the clipboard: writes each text while the gate is open, and drops it while not.</summary>
/// <param name="clipboard">The instrument's; opened and closed by the caller.</param>
/// <param name="gate">Of this channel.</param>
/// <param name="progress">Shared with the <see cref="InputReceiver"/>.</param>
/// <param name="received">Called from the pump with each text and whether it is in the clipboard now; for the audit.</param>
public sealed class ClipboardReceiver(IClipboardText clipboard, IFlowGate gate, CutTextProgress progress, Action<string, bool>? received = null)
{
    /// <summary>Runs until the channel ends. Once for each object.</summary>
    public Task<PumpEnd> RunAsync(IDuplexPipe channel, CancellationToken cancellationToken) =>
        Pump.RunAsync(channel, cancellationToken, token => ChannelIo.ReadAllAsync<ConsoleMessage>(channel.Input, TryRead, HandleAsync, token));

    private static bool TryRead(ref ReadOnlySequence<byte> input, out ConsoleMessage? message) =>
        ConsoleMessageReader.TryRead(RfbChannel.ClipboardTo, ref input, out message);

    private async ValueTask HandleAsync(ConsoleMessage message, CancellationToken cancellationToken)
    {
        var cut = (ConsoleMessage.CutText)message;
        var written = gate.IsOpen && await TryWriteAsync(cut.Text, cancellationToken).ConfigureAwait(false);
        progress.Advance(cut.Number);
        received?.Invoke(cut.Text, written);
    }

    private async ValueTask<bool> TryWriteAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            return await clipboard.WriteAsync(text, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}

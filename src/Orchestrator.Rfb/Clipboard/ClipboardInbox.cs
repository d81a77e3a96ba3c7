using System.Buffers;
using System.IO.Pipelines;

namespace Orchestrator.Rfb;

/// <summary>The console's pump for one channel from the instrument's clipboard.</summary>
/// <param name="received">Called from the pump with each text, in order.</param>
public sealed class ClipboardInbox(Action<string> received)
{
    private uint last;

    /// <summary>Runs until the channel ends. Once for each object.</summary>
    public Task<PumpEnd> RunAsync(IDuplexPipe channel, CancellationToken cancellationToken) =>
        Pump.RunAsync(channel, cancellationToken, token => ChannelIo.ReadAllAsync<InstrumentMessage>(channel.Input, TryRead, Handle, token));

    private static bool TryRead(ref ReadOnlySequence<byte> input, out InstrumentMessage? message) =>
        InstrumentMessageReader.TryRead(RfbChannel.ClipboardFrom, ref input, out message);

    private ValueTask Handle(InstrumentMessage message, CancellationToken cancellationToken)
    {
        var cut = (InstrumentMessage.CutText)message;
        if (cut.Number != last + 1)
            throw new RfbException(RfbFault.OutOfOrder, $"cut text {cut.Number} after {last}");
        last = cut.Number;
        received(cut.Text);
        return ValueTask.CompletedTask;
    }
}

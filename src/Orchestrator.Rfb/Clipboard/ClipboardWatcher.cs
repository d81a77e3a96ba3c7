using System.Buffers;
using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>
/// The instrument's pump for one channel from the clipboard: looks at the clipboard while the gate is open and sends each new text. What was in it
/// before the first look is sent too: the operator allowed the clipboard, not a moment of it.
/// </summary>
/// <param name="clipboard">The instrument's; opened and closed by the caller.</param>
/// <param name="gate">Of this channel; read before each look and each write.</param>
/// <param name="time">The only clock.</param>
/// <param name="sent">Called from the pump with each text that was sent; for the audit.</param>
public sealed class ClipboardWatcher(IClipboardText clipboard, IFlowGate gate, TimeProvider time, Action<string>? sent = null)
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs until the channel ends. Once for each object.</summary>
    public Task<PumpEnd> RunAsync(IDuplexPipe channel, CancellationToken cancellationToken) =>
        Pump.RunAsync(channel, cancellationToken, token => RefuseInputAsync(channel.Input, token), token => WatchAsync(channel.Output, token));

    /// <summary>The console says nothing on this channel.</summary>
    private static Task RefuseInputAsync(PipeReader input, CancellationToken cancellationToken) =>
        ChannelIo.ReadAllAsync<ConsoleMessage>(
            input,
            (ref ReadOnlySequence<byte> bytes, out ConsoleMessage? message) => ConsoleMessageReader.TryRead(RfbChannel.ClipboardFrom, ref bytes, out message),
            (_, _) => ValueTask.CompletedTask,
            cancellationToken);

    private async Task WatchAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        string? last = null;
        var number = 0u;
        while (true)
        {
            await gate.WhenOpenAsync(cancellationToken).ConfigureAwait(false);
            if (await TryReadAsync(cancellationToken).ConfigureAwait(false) is { } text && text != last && gate.IsOpen)
            {
                last = text;
                var bounded = CutTextWriter.Bound(text);
                var message = new ArrayBufferWriter<byte>();
                MessageWriter.Write(message, new InstrumentMessage.CutText(++number, bounded));
                await CutTextWriter.SendAsync(output, message.WrittenMemory, gate, cancellationToken).ConfigureAwait(false);
                sent?.Invoke(bounded);
            }

            await Task.Delay(LookEvery, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<string?> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await clipboard.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}

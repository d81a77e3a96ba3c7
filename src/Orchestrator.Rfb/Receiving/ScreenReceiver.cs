using System.Buffers;
using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>The console's pump for one view channel: asks for the screen, decodes updates into the shadow, acknowledges each.</summary>
/// <param name="shadow">What is decoded goes there.</param>
/// <param name="statusChanged">Called from the pump when the instrument's screen can be seen again, or no longer.</param>
public sealed class ScreenReceiver(ShadowFramebuffer shadow, Action<ScreenStatus>? statusChanged = null)
{
    private readonly AsyncSignal refresh = new();
    private readonly Turn turn = new();
    private long updates;
    private volatile bool isRunning;

    /// <summary>Updates decoded so far.</summary>
    public long Updates => Interlocked.Read(ref updates);

    /// <summary>Asks for everything again.</summary>
    public void RequestRefresh() => refresh.Set();

    /// <summary>Runs until the channel ends or the instrument breaks the protocol. Once for each object.</summary>
    public async Task<PumpEnd> RunAsync(IDuplexPipe channel, CancellationToken cancellationToken)
    {
        if (isRunning)
            throw new InvalidOperationException("A receiver runs once: each channel has its own zlib stream.");
        isRunning = true;
        using var decoder = new ScreenDecoder();
        return await Pump.RunAsync(
            channel,
            cancellationToken,
            token => ReadAsync(channel, decoder, token),
            token => RefreshAsync(channel.Output, token)).ConfigureAwait(false);
    }

    private async Task ReadAsync(IDuplexPipe channel, ScreenDecoder decoder, CancellationToken cancellationToken)
    {
        var source = new ByteSource(channel.Input);
        await SendAsync(channel.Output, new ConsoleMessage.UpdateRequest(Incremental: true, default), cancellationToken).ConfigureAwait(false);
        while (await ReadMessageAsync(channel.Input, cancellationToken).ConfigureAwait(false) is { } message)
        {
            if (message is InstrumentMessage.Status status && shadow.SetStatus(status.Screen))
                statusChanged?.Invoke(status.Screen);
            if (message is not InstrumentMessage.Update update)
                continue;
            await decoder.ReadUpdateAsync(source, update, cancellationToken).ConfigureAwait(false);
            shadow.Commit(decoder);
            Interlocked.Increment(ref updates);
            await SendAsync(channel.Output, new ConsoleMessage.Ack(update.Number), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<InstrumentMessage?> ReadMessageAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await ChannelIo.ReadAsync(input, 1, cancellationToken).ConfigureAwait(false);
            var rest = result.Buffer;
            var isWhole = InstrumentMessageReader.TryRead(RfbChannel.View, ref rest, out var message);
            if (isWhole)
                input.AdvanceTo(rest.Start);
            else
                input.AdvanceTo(rest.Start, rest.End);
            if (isWhole || (result.IsCompleted && rest.IsEmpty))
                return message;
            if (result.IsCompleted)
                throw new RfbException(RfbFault.Truncated, "the channel ended within a message");
        }
    }

    private async Task RefreshAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        while (true)
        {
            await refresh.WaitAsync(cancellationToken).ConfigureAwait(false);
            var area = shadow.State.Layout is { } layout ? new PixelRect(0, 0, layout.Width, layout.Height) : default;
            await SendAsync(output, new ConsoleMessage.UpdateRequest(Incremental: false, area), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask SendAsync(PipeWriter output, ConsoleMessage message, CancellationToken cancellationToken)
    {
        await turn.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            MessageWriter.Write(output, message);
            await ChannelIo.FlushAsync(output, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Leave();
        }
    }
}

using System.Buffers;
using System.IO.Pipelines;

namespace Orchestrator.Rfb.Tests;

/// <summary>A console played by hand: the test says what is asked and acknowledged, and when.</summary>
internal sealed class HandView : IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly Task<PumpEnd> sending;
    private readonly ScreenDecoder decoder = new();
    private readonly ChannelPair channel = new(pauseAt: 1 << 22);

    public HandView(ScriptedScreen screen, ScreenSenderOptions? options = null, TimeProvider? time = null, bool isOpen = true)
    {
        if (isOpen)
            Gate.Open();
        Sender = new ScreenSender(screen.OpenAsync, Gate, Layouts, time ?? TimeProvider.System, options ?? ViewChannel.Fast);
        sending = Sender.RunAsync(channel.Instrument, end.Token);
    }

    public FlowGate Gate { get; } = new();

    public LayoutClock Layouts { get; } = new();

    public ScreenSender Sender { get; }

    public Framebuffer Picture => decoder.Picture!;

    /// <summary>What the last update touched.</summary>
    public DamageRegion Damage => decoder.Damage;

    public Task<PumpEnd> Ended => sending;

    public async Task SayAsync(ConsoleMessage message)
    {
        MessageWriter.Write(channel.Console.Output, message);
        await channel.Console.Output.FlushAsync();
    }

    public Task RequestAsync(bool incremental = true) => SayAsync(new ConsoleMessage.UpdateRequest(incremental, default));

    /// <summary>Reads on to the next update and draws it; returns its number.</summary>
    public async Task<uint> ReadUpdateAsync()
    {
        while (true)
        {
            if (await ReadMessageAsync() is InstrumentMessage.Update update)
            {
                await decoder.ReadUpdateAsync(new ByteSource(channel.Console.Input), update, CancellationToken.None).AsTask().OrFail();
                return update.Number;
            }
        }
    }

    public async Task<InstrumentMessage> ReadMessageAsync()
    {
        while (true)
        {
            var result = await channel.Console.Input.ReadAsync().AsTask().OrFail();
            var rest = result.Buffer;
            var isWhole = InstrumentMessageReader.TryRead(RfbChannel.View, ref rest, out var message);
            channel.Console.Input.AdvanceTo(rest.Start, isWhole ? rest.Start : rest.End);
            if (isWhole)
                return message!;
            Assert.False(result.IsCompleted);
        }
    }

    /// <summary>True when nothing at all waits to be read.</summary>
    public bool IsSilent()
    {
        if (!channel.Console.Input.TryRead(out var result))
            return true;
        channel.Console.Input.AdvanceTo(result.Buffer.Start);
        return result.Buffer.IsEmpty;
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await sending.OrFail();
        decoder.Dispose();
        end.Dispose();
    }
}

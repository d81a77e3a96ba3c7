using System.Buffers;
using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb.Tests;

/// <summary>Bytes of a view channel, made by hand, and the receiver that reads them.</summary>
internal static class OneViewStream
{
    public static ScreenLayout Layout(int width, int height) => new(1, width, height, [new(1, new PixelRect(0, 0, width, height))]);

    /// <summary>An update whose rectangles the caller writes.</summary>
    public static byte[] Update(uint number, uint layout, int rectangles, Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        MessageWriter.Write(output, new InstrumentMessage.Update(number, layout, rectangles));
        write(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Gives bytes to a new receiver, in pieces of a size, and ends the channel.</summary>
    public static async Task<(PumpEnd End, ShadowFramebuffer Shadow)> ReceiveAsync(byte[] bytes, int piece = int.MaxValue)
    {
        var channel = new ChannelPair(pauseAt: 1 << 22);
        var shadow = new ShadowFramebuffer();
        var running = new ScreenReceiver(shadow).RunAsync(channel.Console, CancellationToken.None);
        for (var at = 0; at < bytes.Length && !running.IsCompleted; at += Math.Min(piece, bytes.Length - at))
        {
            FlushResult flushed = await channel.Instrument.Output.WriteAsync(bytes.AsMemory(at, Math.Min(piece, bytes.Length - at)));
            if (flushed.IsCompleted)
                break;
        }

        await channel.Instrument.Output.CompleteAsync();
        return (await running.OrFail(), shadow);
    }
}

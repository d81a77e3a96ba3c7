using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Orchestrator.Rfb;

/// <summary>What both sides share when they send a cut text: the bound, and slices that each wait for the gate.</summary>
internal static class CutTextWriter
{
    /// <summary>The text itself, or as much of it as <see cref="RfbLimits.MaxCutTextBytes"/> hold; lone surrogates become U+FFFD.</summary>
    public static string Bound(string text)
    {
        if (text.Length > RfbLimits.MaxCutTextBytes)
            text = text[..RfbLimits.MaxCutTextBytes];
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= RfbLimits.MaxCutTextBytes)
            return Encoding.UTF8.GetString(bytes);
        var end = RfbLimits.MaxCutTextBytes;
        while ((bytes[end] & 0xC0) == 0x80)
            end--;
        return Encoding.UTF8.GetString(bytes, 0, end);
    }

    public static async ValueTask SendAsync(PipeWriter output, ReadOnlyMemory<byte> message, IFlowGate? gate, CancellationToken cancellationToken)
    {
        while (!message.IsEmpty)
        {
            if (gate is { IsOpen: false })
                await gate.WhenOpenAsync(cancellationToken).ConfigureAwait(false);
            var slice = message[..Math.Min(message.Length, RfbLimits.MaxSliceBytes)];
            output.Write(slice.Span);
            await ChannelIo.FlushAsync(output, cancellationToken).ConfigureAwait(false);
            message = message[slice.Length..];
        }
    }
}

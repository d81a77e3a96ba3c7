using System.Buffers;
using System.IO.Pipelines;

namespace Orchestrator.Rfb;

/// <summary>
/// Gives encoded bytes to a channel in slices of one record, each only while the gate is open. What was encoded is never dropped: a message that a
/// shut gate cut in two goes on where it stopped.
/// </summary>
internal sealed class GatedWriter(PipeWriter output, IFlowGate gate, ScreenCounters counters)
{
    /// <summary>Encoders write here; <see cref="DrainAsync"/> empties it.</summary>
    public ArrayBufferWriter<byte> Buffer { get; } = new(64 * 1024);

    public async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        var rest = Buffer.WrittenMemory;
        while (!rest.IsEmpty)
        {
            if (!gate.IsOpen)
                await gate.WhenOpenAsync(cancellationToken).ConfigureAwait(false);
            var slice = rest[..Math.Min(rest.Length, RfbLimits.MaxSliceBytes)];
            output.Write(slice.Span);
            await ChannelIo.FlushAsync(output, cancellationToken).ConfigureAwait(false);
            counters.CountBytes(slice.Length);
            rest = rest[slice.Length..];
        }

        Buffer.ResetWrittenCount();
    }
}

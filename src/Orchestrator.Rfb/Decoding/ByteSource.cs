using System.Buffers;
using System.IO.Pipelines;

namespace Orchestrator.Rfb;

/// <summary>Reads whole pieces off a pipe. What it asks for at once is bounded by the callers' limits.</summary>
internal sealed class ByteSource(PipeReader pipe)
{
    /// <summary>At least this many bytes, at the front of the result. Every call is followed by one <see cref="Consume"/>.</summary>
    /// <exception cref="RfbException"><see cref="RfbFault.Truncated"/>: the stream ended before.</exception>
    public async ValueTask<ReadOnlySequence<byte>> PeekAsync(int length, CancellationToken cancellationToken)
    {
        var result = await ChannelIo.ReadAsync(pipe, length, cancellationToken).ConfigureAwait(false);
        if (result.Buffer.Length >= length)
            return result.Buffer.Slice(0, length);
        pipe.AdvanceTo(result.Buffer.Start);
        throw new RfbException(RfbFault.Truncated, $"the stream ended {length - result.Buffer.Length} bytes too early");
    }

    public void Consume(in ReadOnlySequence<byte> piece) => pipe.AdvanceTo(piece.End);

    /// <summary>The next bytes as an array; for small pieces.</summary>
    public async ValueTask<byte[]> ReadAsync(int length, CancellationToken cancellationToken)
    {
        if (length == 0)
            return [];
        var piece = await PeekAsync(length, cancellationToken).ConfigureAwait(false);
        var bytes = piece.ToArray();
        Consume(piece);
        return bytes;
    }
}

using System.Buffers;
using System.IO.Pipelines;

namespace Orchestrator.Rfb;

/// <summary>One viewer's stream: reads exact pieces, writes whole messages. Reading and writing are independent of each other.</summary>
internal sealed class ViewerWire(Stream stream)
{
    private readonly ByteSource source = new(PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true)));

    /// <summary>Messages are put together here; <see cref="SendAsync"/> empties it. Belongs to whoever writes.</summary>
    public ArrayBufferWriter<byte> Output { get; } = new(64 * 1024);

    public ValueTask<byte[]> ReadAsync(int length, CancellationToken cancellationToken) => source.ReadAsync(length, cancellationToken);

    public async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Output.WrittenMemory, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        Output.ResetWrittenCount();
    }
}

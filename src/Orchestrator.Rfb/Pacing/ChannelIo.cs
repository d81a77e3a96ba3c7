using System.Buffers;
using System.IO.Pipelines;

namespace Orchestrator.Rfb;

/// <summary>Reads and flushes a channel's pipe. However the host cuts it (completed, completed with a reason, cancelled), the pump sees one end of stream.</summary>
internal static class ChannelIo
{
    public delegate bool TryReadMessage<T>(ref ReadOnlySequence<byte> input, out T? message);

    /// <summary>Gives each message to a handler, in order, until the channel ends. A message cut off by the end is a fault.</summary>
    public static async Task ReadAllAsync<T>(
        PipeReader input, TryReadMessage<T> read, Func<T, CancellationToken, ValueTask> handle, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var result = await ReadAsync(input, 1, cancellationToken).ConfigureAwait(false);
            var rest = result.Buffer;
            while (read(ref rest, out var message))
                await handle(message!, cancellationToken).ConfigureAwait(false);
            if (result.IsCompleted && !rest.IsEmpty)
                throw new RfbException(RfbFault.Truncated, $"the channel ended {rest.Length} bytes into a message");
            input.AdvanceTo(rest.Start, rest.End);
            if (result.IsCompleted)
                return;
        }
    }

    public static async ValueTask<ReadResult> ReadAsync(PipeReader input, int length, CancellationToken cancellationToken)
    {
        try
        {
            var result = await input.ReadAtLeastAsync(length, cancellationToken).ConfigureAwait(false);
            return result.IsCanceled ? throw new EndOfStreamException("The channel was cut.") : result;
        }
        catch (Exception cut) when (cut is not (OperationCanceledException or EndOfStreamException))
        {
            throw new EndOfStreamException("The channel was cut.", cut);
        }
    }

    public static async ValueTask FlushAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        FlushResult result;
        try
        {
            result = await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception cut) when (cut is not OperationCanceledException)
        {
            throw new EndOfStreamException("The channel was cut.", cut);
        }

        if (result.IsCompleted || result.IsCanceled)
            throw new EndOfStreamException("The channel was cut.");
    }
}

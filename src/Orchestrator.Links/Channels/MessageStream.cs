using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Orchestrator.Links.Channels;

/// <summary>
/// Whole messages over a channel's pipe, which itself knows only bytes: four bytes of length (big-endian), then the message.
/// One reader and one writer at a time. Both ends of a file channel speak through it.
/// </summary>
/// <param name="channel">The channel's pipe, as its pump got it.</param>
/// <param name="largest">Bytes of the largest message that is allowed, either way.</param>
public sealed class MessageStream(IDuplexPipe channel, int largest)
{
    private const int LengthBytes = 4;

    /// <summary>Sends one message, with the channel's back-pressure.</summary>
    /// <returns>False: the channel was cut or has ended; nothing more can be sent.</returns>
    /// <exception cref="ArgumentException">Empty or larger than allowed: a fault of the caller.</exception>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        if (message.IsEmpty || message.Length > largest)
            throw new ArgumentException($"A message has 1 to {largest} bytes, not {message.Length}.", nameof(message));
        try
        {
            BinaryPrimitives.WriteInt32BigEndian(channel.Output.GetSpan(LengthBytes), message.Length);
            channel.Output.Advance(LengthBytes);
            channel.Output.Write(message.Span);
            var flushed = await channel.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
            return !flushed.IsCompleted && !flushed.IsCanceled;
        }
        catch (Exception cut) when (cut is InvalidOperationException or IOException)
        {
            return false;
        }
    }

    /// <summary>Takes the next message.</summary>
    /// <returns>Null: the channel was cut or has ended.</returns>
    /// <exception cref="InvalidDataException">A length that no honest peer sends.</exception>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var read = await channel.Input.ReadAsync(cancellationToken).ConfigureAwait(false);
                var rest = read.Buffer;
                if (TryTake(ref rest, out var message))
                {
                    channel.Input.AdvanceTo(rest.Start);
                    return message;
                }

                channel.Input.AdvanceTo(rest.Start, rest.End);
                if (read.IsCompleted || read.IsCanceled)
                    return null;
            }
        }
        catch (Exception cut) when (cut is InvalidOperationException or IOException)
        {
            return null;
        }
    }

    /// <summary>Completes both ends of the pipe; what was written before still goes out.</summary>
    public async ValueTask CompleteAsync()
    {
        await channel.Output.CompleteAsync().ConfigureAwait(false);
        await channel.Input.CompleteAsync().ConfigureAwait(false);
    }

    private bool TryTake(ref ReadOnlySequence<byte> rest, out byte[]? message)
    {
        message = null;
        var reader = new SequenceReader<byte>(rest);
        if (!reader.TryReadBigEndian(out int length))
            return false;
        if (length < 1 || length > largest)
            throw new InvalidDataException($"A message of {length} bytes; 1 to {largest} are allowed.");
        if (reader.Remaining < length)
            return false;
        message = rest.Slice(LengthBytes, length).ToArray();
        rest = rest.Slice(LengthBytes + length);
        return true;
    }
}

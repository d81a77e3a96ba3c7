using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Orchestrator.Protocol;

namespace Orchestrator.Technicians.Pumps;

/// <summary>File messages over a channel's pipe: a 32-bit big-endian length before each.</summary>
internal sealed class FileWire(IDuplexPipe channel)
{
    private const int Head = 4;

    /// <summary>Sends one message. False: the channel has ended.</summary>
    public async ValueTask<bool> WriteAsync(FileMessage message, CancellationToken cancellationToken)
    {
        var payload = FileMessageCodec.Encode(message);
        try
        {
            BinaryPrimitives.WriteInt32BigEndian(channel.Output.GetSpan(Head), payload.Length);
            channel.Output.Advance(Head);
            channel.Output.Write(payload);
            var flushed = await channel.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
            return !flushed.IsCompleted && !flushed.IsCanceled;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The next message; null when the channel has ended.</summary>
    /// <exception cref="InvalidDataException">Not a file message.</exception>
    public async Task<FileMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await channel.Input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = read.Buffer;
            if (TryTake(ref buffer, out var payload))
            {
                var message = FileMessageCodec.Decode(payload, out var fault) ?? throw new InvalidDataException(fault.ToString());
                channel.Input.AdvanceTo(buffer.Start);
                return message;
            }

            channel.Input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted || read.IsCanceled)
            {
                return null;
            }
        }
    }

    private static bool TryTake(ref ReadOnlySequence<byte> buffer, out byte[] payload)
    {
        payload = [];
        if (buffer.Length < Head)
        {
            return false;
        }

        Span<byte> head = stackalloc byte[Head];
        buffer.Slice(0, Head).CopyTo(head);
        var length = BinaryPrimitives.ReadInt32BigEndian(head);
        if (length is < 1 or > ProtocolLimits.MaxBulkPayload)
        {
            throw new InvalidDataException($"a message of {length} bytes");
        }

        if (buffer.Length < Head + length)
        {
            return false;
        }

        payload = buffer.Slice(Head, length).ToArray();
        buffer = buffer.Slice(Head + length);
        return true;
    }
}

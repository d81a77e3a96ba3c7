namespace Orchestrator.Plugins.Transport.LongPoll;

/// <summary>What the first byte of a body says; the rest are the host's bytes.</summary>
internal enum BodyKind : byte
{
    /// <summary>First of each direction: there is a link.</summary>
    Open = 0,

    /// <summary>Bytes, perhaps none; as an answer to a request that sends: they were taken.</summary>
    Data = 1,

    /// <summary>This side has sent everything.</summary>
    End = 2,

    /// <summary>Answer: not now, ask the same again.</summary>
    Busy = 3,

    /// <summary>Answer: there is no such link, or it can't go on.</summary>
    Gone = 4,
}

/// <summary>One body, as it came.</summary>
/// <param name="Kind">First byte.</param>
/// <param name="Payload">The rest; at most <see cref="LinkLimits.Payload"/>.</param>
internal readonly record struct Body(BodyKind Kind, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Media type of all bodies.</summary>
    public const string ContentType = "application/octet-stream";

    /// <summary>Bytes before the host's.</summary>
    public const int Head = 1;

    /// <summary>Longest body.</summary>
    public const int Longest = Head + LinkLimits.Payload;

    /// <summary>Reads one; only data has a payload.</summary>
    /// <exception cref="InvalidDataException">It isn't one.</exception>
    public static Body Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty || bytes.Span[0] > (byte)BodyKind.Gone || (bytes.Length > Head && bytes.Span[0] != (byte)BodyKind.Data))
            throw new InvalidDataException("The body isn't one of this product.");
        return new Body((BodyKind)bytes.Span[0], bytes[Head..]);
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <returns>The filled part of the buffer.</returns>
    /// <exception cref="InvalidDataException">It is longer than the buffer.</exception>
    public static async Task<Memory<byte>> ReadAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var length = 0;
        var one = new byte[1];
        while (true)
        {
            var isFull = length == buffer.Length;
            var count = await stream.ReadAsync(isFull ? one : buffer[length..], cancellationToken).ConfigureAwait(false);
            if (count == 0)
                return buffer[..length];
            if (isFull)
                throw new InvalidDataException("The body is too long.");
            length += count;
        }
    }
}

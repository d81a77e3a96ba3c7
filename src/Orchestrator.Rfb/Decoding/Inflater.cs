using System.Buffers;
using System.IO.Compression;

namespace Orchestrator.Rfb;

/// <summary>
/// One zlib stream for the life of a channel, unpacked a rectangle at a time. The caller takes only as much as its tiles need, so a small input
/// that would unpack to gigabytes costs one buffer.
/// </summary>
internal sealed class Inflater : IDisposable
{
    private readonly FeedStream feed = new();
    private readonly ZLibStream zlib;
    private readonly byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    public Inflater() => zlib = new ZLibStream(feed, CompressionMode.Decompress);

    public void Feed(ReadOnlySequence<byte> compressed) => feed.Feed(compressed);

    public byte ReadByte()
    {
        if (start == end && !Fill())
            throw new RfbException(RfbFault.BadCompression, "a rectangle ends too early");
        return buffer[start++];
    }

    public void ReadExactly(Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            if (start == end && !Fill())
                throw new RfbException(RfbFault.BadCompression, "a rectangle ends too early");
            var part = Math.Min(target.Length, end - start);
            buffer.AsSpan(start, part).CopyTo(target);
            start += part;
            target = target[part..];
        }
    }

    /// <summary>The rectangle must be used up: nothing left over, neither packed nor unpacked.</summary>
    public void RequireEnd()
    {
        if (start != end || Fill() || !feed.IsEmpty)
            throw new RfbException(RfbFault.BadCompression, "a rectangle has bytes left over");
        feed.Feed(default);
    }

    public void Dispose() => zlib.Dispose();

    private bool Fill()
    {
        try
        {
            start = 0;
            end = zlib.Read(buffer);
            return end > 0;
        }
        catch (InvalidDataException)
        {
            end = 0;
            throw new RfbException(RfbFault.BadCompression, "not a zlib stream");
        }
    }
}

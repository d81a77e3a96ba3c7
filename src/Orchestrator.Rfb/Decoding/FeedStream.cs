using System.Buffers;

namespace Orchestrator.Rfb;

/// <summary>Gives the bytes that it was fed last and then says "end"; when it is fed again it goes on. zlib reads from it across rectangles.</summary>
internal sealed class FeedStream : Stream
{
    private ReadOnlySequence<byte> rest;

    public bool IsEmpty => rest.IsEmpty;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public void Feed(ReadOnlySequence<byte> bytes) => rest = bytes;

    public override int Read(Span<byte> buffer)
    {
        var part = rest.Slice(0, Math.Min(buffer.Length, rest.Length));
        part.CopyTo(buffer);
        rest = rest.Slice(part.End);
        return (int)part.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

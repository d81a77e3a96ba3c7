using System.Buffers;

namespace Orchestrator.Rfb.Tests;

/// <summary>Bytes in several pieces, as a pipe hands them out.</summary>
internal static class Fragments
{
    public static ReadOnlySequence<byte> Split(byte[] bytes, int at) => Join(bytes[..at], bytes[at..]);

    public static ReadOnlySequence<byte> Singles(byte[] bytes) => Join([.. bytes.Select(value => new[] { value })]);

    private static ReadOnlySequence<byte> Join(params byte[][] pieces)
    {
        var first = new Segment(pieces[0], 0);
        var last = first;
        foreach (var piece in pieces.Skip(1))
            last = last.Append(piece);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, long index) => (Memory, RunningIndex) = (bytes, index);

        public Segment Append(byte[] bytes)
        {
            var next = new Segment(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}

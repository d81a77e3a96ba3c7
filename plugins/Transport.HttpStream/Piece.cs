using System.Buffers.Binary;

namespace Orchestrator.Plugins.Transport.HttpStream;

/// <summary>
/// What both bodies carry: pieces, each with its kind (1 byte) and its length (2 bytes, big-endian). Chunks mean nothing; whoever is on the way cuts them anew.
/// </summary>
internal static class Piece
{
    /// <summary>Bytes before a piece.</summary>
    public const int Head = 3;

    /// <summary>Longest piece: with its head and a chunk's it fills one TLS record.</summary>
    public const int Longest = (16 * 1024) - 32;

    /// <summary>Bytes of a probe.</summary>
    public const int Probe = 16;

    /// <summary>
    /// What both sides say first; something else that answers on the path is no broker. Padded: a scanner on the way looks at a body's first bytes before it
    /// lets any pass.
    /// </summary>
    public static ReadOnlyMemory<byte> Hello { get; } = Padded("orchestrator.link.1"u8, 4 * 1024);

    /// <summary>A sign of life.</summary>
    public static ReadOnlyMemory<byte> Alive { get; } = Of(PieceKind.Alive, []);

    /// <summary>Everything was sent. A body's end without it is a cut.</summary>
    public static ReadOnlyMemory<byte> Close { get; } = Of(PieceKind.Close, []);

    /// <summary>A piece with its head.</summary>
    public static byte[] Of(PieceKind kind, ReadOnlySpan<byte> bytes)
    {
        var piece = new byte[Head + bytes.Length];
        WriteHead(piece, kind, bytes.Length);
        bytes.CopyTo(piece.AsSpan(Head));
        return piece;
    }

    /// <summary>Writes a head.</summary>
    public static void WriteHead(Span<byte> head, PieceKind kind, int length)
    {
        head[0] = (byte)kind;
        BinaryPrimitives.WriteUInt16BigEndian(head[1..], (ushort)length);
    }

    /// <summary>Reads a head, and checks that there can be such a piece.</summary>
    /// <exception cref="InvalidDataException">There can't.</exception>
    public static (PieceKind Kind, int Length) ReadHead(ReadOnlySpan<byte> head)
    {
        var (kind, length) = ((PieceKind)head[0], BinaryPrimitives.ReadUInt16BigEndian(head[1..]));
        var fits = kind switch
        {
            PieceKind.Data => length is > 0 and <= Longest,
            PieceKind.Alive or PieceKind.Close => length == 0,
            PieceKind.Hello => length == Hello.Length - Head,
            PieceKind.Probe or PieceKind.Echo => length == Probe,
            _ => false,
        };
        return fits ? (kind, length) : throw new InvalidDataException($"A piece of kind {head[0]} and {length} bytes.");
    }

    /// <summary>Reads exactly one piece of a kind.</summary>
    /// <exception cref="IOException">Something else came, or nothing.</exception>
    public static async Task<byte[]> ExpectAsync(Stream stream, PieceKind kind, CancellationToken cancellationToken)
    {
        var head = new byte[Head];
        await stream.ReadExactlyAsync(head, cancellationToken).ConfigureAwait(false);
        var (came, length) = ReadHead(head);
        if (came != kind)
            throw new InvalidDataException($"A piece of kind {head[0]} came too early.");
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return kind != PieceKind.Hello || bytes.AsSpan().SequenceEqual(Hello.Span[Head..]) ? bytes : throw new InvalidDataException("It isn't a broker of this product.");
    }

    private static byte[] Padded(ReadOnlySpan<byte> text, int length)
    {
        Span<byte> bytes = stackalloc byte[length - Head];
        bytes.Fill((byte)'.');
        text.CopyTo(bytes);
        return Of(PieceKind.Hello, bytes);
    }
}

/// <summary>What a piece is.</summary>
internal enum PieceKind : byte
{
    /// <summary>Bytes of the host.</summary>
    Data = 0,

    /// <summary>A sign of life.</summary>
    Alive = 1,

    /// <summary>This side has sent everything.</summary>
    Close = 2,

    /// <summary>First piece of both bodies.</summary>
    Hello = 3,

    /// <summary>The endpoint's random bytes, second piece of its body.</summary>
    Probe = 4,

    /// <summary>The same bytes, second piece of the broker's body.</summary>
    Echo = 5,
}

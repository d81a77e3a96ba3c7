using System.Buffers.Binary;

namespace MyPlugin;

/// <summary>
/// The link's bytes go out in pieces, two bytes of length (big-endian) before each; length 0 says that this side has sent everything. Nothing less will do:
/// a stream gives no way to close one direction only, and its end looks the same whether the other side closed or the connection was cut.
/// </summary>
internal static class Piece
{
    /// <summary>Bytes before a piece.</summary>
    public const int Head = 2;

    /// <summary>Longest piece: with its head it fills one TLS record.</summary>
    public const int Longest = (16 * 1024) - Head;

    /// <summary>Everything was sent.</summary>
    public static ReadOnlyMemory<byte> Close { get; } = new byte[Head];

    /// <summary>Writes a head.</summary>
    public static void WriteLength(Span<byte> head, int length) => BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)length);

    /// <summary>Reads a head.</summary>
    public static int ReadLength(ReadOnlySpan<byte> head) => BinaryPrimitives.ReadUInt16BigEndian(head);
}

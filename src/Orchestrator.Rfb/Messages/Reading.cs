using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Orchestrator.Rfb;

/// <summary>Steps that both readers share. A false means: more bytes are needed, nothing was consumed.</summary>
internal static class Reading
{
    private const int CutTextHead = 12;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static bool TryCopy(in ReadOnlySequence<byte> input, Span<byte> message)
    {
        if (input.Length < message.Length)
            return false;
        input.Slice(0, message.Length).CopyTo(message);
        return true;
    }

    /// <summary>The first byte; a sequence may well begin with an empty segment.</summary>
    public static byte FirstByte(in ReadOnlySequence<byte> input)
    {
        Span<byte> first = stackalloc byte[1];
        input.Slice(0, 1).CopyTo(first);
        return first[0];
    }

    public static void RequireZero(ReadOnlySpan<byte> reserved)
    {
        if (reserved.ContainsAnyExcept((byte)0))
            throw new RfbException(RfbFault.ReservedField, "a reserved byte isn't zero");
    }

    public static bool ReadFlag(byte value) => value <= 1
        ? value == 1
        : throw new RfbException(RfbFault.ReservedField, $"a flag is {value}");

    public static bool TryReadCutText(ref ReadOnlySequence<byte> input, out uint number, out string text)
    {
        (number, text) = (0, "");
        Span<byte> head = stackalloc byte[CutTextHead];
        if (!TryCopy(input, head))
            return false;
        RequireZero(head[1..4]);
        var length = BinaryPrimitives.ReadUInt32BigEndian(head[8..]);
        if (length > RfbLimits.MaxCutTextBytes)
            throw new RfbException(RfbFault.TooLarge, $"cut text of {length} bytes");
        if (input.Length < CutTextHead + length)
            return false;
        number = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        text = Decode(input.Slice(CutTextHead, length));
        input = input.Slice(CutTextHead + length);
        return true;
    }

    private static string Decode(in ReadOnlySequence<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new RfbException(RfbFault.BadText, "cut text isn't UTF-8");
        }
    }
}

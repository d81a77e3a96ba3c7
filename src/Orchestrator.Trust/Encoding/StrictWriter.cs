using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Orchestrator.Trust.Encoding;

/// <summary>
/// Writes signed objects: numbers are big-endian and of fixed width, everything of variable length is preceded by its length as 4 bytes. There is one
/// way to write each value. Refuses what <see cref="StrictReader"/> would refuse.
/// </summary>
public sealed class StrictWriter
{
    internal static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public StrictWriter Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
        return this;
    }

    public StrictWriter UInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.GetSpan(2), value);
        _bytes.Advance(2);
        return this;
    }

    public StrictWriter UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
        return this;
    }

    public StrictWriter Int64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
        return this;
    }

    /// <summary>Bytes whose length both sides know: no prefix.</summary>
    public StrictWriter Fixed(ReadOnlySpan<byte> value, int length)
    {
        TrustException.RequireLength(value.Length, length, "A field of fixed length");
        _bytes.Write(value);
        return this;
    }

    public StrictWriter Bytes(ReadOnlySpan<byte> value, int maxLength)
    {
        if (value.Length > maxLength)
            throw new TrustException(TrustFault.WrongLength, $"A field has {value.Length} bytes; at most {maxLength} are allowed.");
        UInt32((uint)value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>Text that is safe to show (<see cref="SafeText"/>), as UTF-8.</summary>
    public StrictWriter Text(string value, int maxCodePoints)
    {
        if (!SafeText.IsSafe(value, maxCodePoints))
            throw new TrustException(TrustFault.OutOfRange, $"A text is empty, longer than {maxCodePoints} characters, or has characters that can't be shown safely.");
        return Bytes(Utf8.GetBytes(value), 4 * maxCodePoints);
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}

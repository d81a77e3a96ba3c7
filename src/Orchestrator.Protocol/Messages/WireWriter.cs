using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Orchestrator.Protocol;

/// <summary>
/// Writes the fields of one message, under the same limits that <see cref="WireReader"/> enforces. A value beyond its limit is the program's own mistake
/// and throws <see cref="ArgumentException"/>; the exception names the limit, never the value.
/// </summary>
internal sealed class WireWriter
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly ArrayBufferWriter<byte> _buffer = new(128);

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public void Byte(byte value) => _buffer.Write([value]);

    public void UInt16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.GetSpan(2), checked((ushort)value));
        _buffer.Advance(2);
    }

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    public void Count(long value, long most = long.MaxValue)
    {
        if (value < 0 || value > most)
            throw new ArgumentException($"A count must lie between 0 and {most}.", nameof(value));
        BinaryPrimitives.WriteInt64BigEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Fixed(Blob value, int size)
    {
        if (value.Length != size)
            throw new ArgumentException($"The field must have exactly {size} bytes, not {value.Length}.", nameof(value));
        _buffer.Write(value.Span);
    }

    public void Bytes(Blob value, int most)
    {
        RequireFits(value.Length, most);
        UInt16(value.Length);
        _buffer.Write(value.Span);
    }

    public void FixedOrEmpty(Blob value, int size)
    {
        if (value.Length != 0 && value.Length != size)
            throw new ArgumentException($"The field must be empty or have exactly {size} bytes, not {value.Length}.", nameof(value));
        Bytes(value, size);
    }

    public void Text(string value, int mostBytes)
    {
        var size = Strict.GetByteCount(value);
        RequireFits(size, mostBytes);
        UInt16(size);
        Strict.GetBytes(value, _buffer.GetSpan(size));
        _buffer.Advance(size);
    }

    public void Secret(SecretText value, int mostBytes) => Text(value.Reveal(), mostBytes);

    private static void RequireFits(int size, int most)
    {
        if (size > most)
            throw new ArgumentException($"The field may have at most {most} bytes, not {size}.", nameof(size));
    }
}

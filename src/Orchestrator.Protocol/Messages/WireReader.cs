using System.Buffers.Binary;
using System.Text;

namespace Orchestrator.Protocol;

/// <summary>
/// Reads the fields of one message, strictly. The first fault sticks: every later read gives a default, and <see cref="Finish"/> tells it.
/// Integers are big-endian; a variable field has a 2-byte length before it; a flag is 0 or 1.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private ReadOnlySpan<byte> _rest = bytes;

    public MessageFault Fault { get; private set; }

    /// <summary>The verdict, once every field was read.</summary>
    public readonly MessageFault Finish() =>
        Fault == MessageFault.None && !_rest.IsEmpty ? MessageFault.TrailingBytes : Fault;

    public void Fail(MessageFault fault)
    {
        if (Fault == MessageFault.None)
            Fault = fault;
    }

    public byte Byte() => Take(1) is [var value] ? value : default;

    public ushort UInt16() => Take(2) is { Length: 2 } field ? BinaryPrimitives.ReadUInt16BigEndian(field) : default;

    public uint UInt32() => Take(4) is { Length: 4 } field ? BinaryPrimitives.ReadUInt32BigEndian(field) : default;

    public ulong UInt64() => Take(8) is { Length: 8 } field ? BinaryPrimitives.ReadUInt64BigEndian(field) : default;

    /// <summary>A count, size or time: never negative.</summary>
    public long Count(long most = long.MaxValue)
    {
        var value = Take(8) is { Length: 8 } field ? BinaryPrimitives.ReadInt64BigEndian(field) : default;
        return InRange(value, 0, most);
    }

    public bool Flag() => InRange(Byte(), 0, 1) == 1;

    /// <summary>A number that must lie within bounds; the lower one when it doesn't.</summary>
    public long InRange(long value, long least, long most)
    {
        if (value >= least && value <= most)
            return value;
        Fail(MessageFault.OutOfRange);
        return least;
    }

    public Blob Fixed(int size) => Take(size).ToArray();

    public Blob Bytes(int most) => Variable(most).ToArray();

    /// <summary>Either no bytes or exactly this many.</summary>
    public Blob FixedOrEmpty(int size)
    {
        var field = Bytes(size);
        if (Fault == MessageFault.None && field.Length != 0 && field.Length != size)
            Fail(MessageFault.OutOfRange);
        return field;
    }

    public string Text(int mostBytes)
    {
        var field = Variable(mostBytes);
        try
        {
            return Strict.GetString(field);
        }
        catch (DecoderFallbackException)
        {
            Fail(MessageFault.BadText);
            return "";
        }
    }

    public SecretText Secret(int mostBytes) => new(Text(mostBytes));

    private ReadOnlySpan<byte> Variable(int most)
    {
        var length = UInt16();
        if (length <= most)
            return Take(length);
        Fail(MessageFault.FieldTooLong);
        return default;
    }

    private ReadOnlySpan<byte> Take(int size)
    {
        if (Fault != MessageFault.None)
            return default;
        if (_rest.Length < size)
        {
            Fail(MessageFault.Truncated);
            return default;
        }

        var field = _rest[..size];
        _rest = _rest[size..];
        return field;
    }
}

using System.Buffers.Binary;
using System.Text;

namespace Orchestrator.Trust.Encoding;

/// <summary>
/// Reads what <see cref="StrictWriter"/> wrote. The first fault sticks: every later read gives a default value, and <see cref="Finish"/> tells. So a
/// codec reads all fields in a row and asks once. Nothing is allocated for a length that the bytes can't have.
/// </summary>
public ref struct StrictReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The first fault met so far.</summary>
    public StrictFault Fault { get; private set; }

    public byte Byte() => Take(1) is { Length: 1 } bytes ? bytes[0] : default;

    public ushort UInt16() => Take(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : default;

    public uint UInt32() => Take(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : default;

    public long Int64() => Take(8) is { Length: 8 } bytes ? BinaryPrimitives.ReadInt64BigEndian(bytes) : default;

    /// <summary>Exactly this many bytes; zeroes of that length after a fault.</summary>
    public byte[] Fixed(int length) => Take(length) is { IsEmpty: false } bytes ? bytes.ToArray() : new byte[length];

    public byte[] Bytes(int maxLength)
    {
        var length = UInt32();
        if (length > maxLength)
        {
            Fail(StrictFault.TooLong);
            return [];
        }

        return Take((int)length).ToArray();
    }

    public string Text(int maxCodePoints)
    {
        var raw = Bytes(4 * maxCodePoints);
        if (Fault != StrictFault.None)
            return "";
        try
        {
            var text = StrictWriter.Utf8.GetString(raw);
            if (SafeText.IsSafe(text, maxCodePoints))
                return text;
            Fail(StrictFault.UnsafeText);
        }
        catch (DecoderFallbackException)
        {
            Fail(StrictFault.NotUtf8);
        }

        return "";
    }

    /// <summary>Records that a value just read is outside its range.</summary>
    public void Fail(StrictFault fault)
    {
        if (Fault == StrictFault.None)
            Fault = fault;
        _rest = default;
    }

    /// <summary>True when nothing failed and nothing is left.</summary>
    public bool Finish()
    {
        if (Fault == StrictFault.None && !_rest.IsEmpty)
            Fail(StrictFault.TrailingBytes);
        return Fault == StrictFault.None;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (Fault != StrictFault.None)
            return default;
        if (length > _rest.Length)
        {
            Fail(StrictFault.Truncated);
            return default;
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}

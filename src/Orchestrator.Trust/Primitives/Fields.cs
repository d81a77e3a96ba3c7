using System.Buffers.Binary;

namespace Orchestrator.Trust.Primitives;

/// <summary>
/// The one encoding of several fields as bytes for hashing, signing and key derivation: each field is preceded by its length as 4 bytes,
/// big-endian, so no two lists of fields give the same bytes.
/// </summary>
public static class Fields
{
    public const int LengthBytes = 4;

    /// <summary>The length-prefixed fields, one after the other.</summary>
    public static byte[] Join(params ReadOnlySpan<ReadOnlyMemory<byte>> fields)
    {
        var total = 0;
        foreach (var field in fields)
            total = checked(total + LengthBytes + field.Length);
        var joined = new byte[total];
        Write(joined, fields);
        return joined;
    }

    internal static byte[] JoinLabelled(string label, ReadOnlySpan<ReadOnlyMemory<byte>> fields)
    {
        ReadOnlyMemory<byte>[] all = [Label.Encode(label), .. fields];
        return Join(all);
    }

    private static void Write(Span<byte> destination, ReadOnlySpan<ReadOnlyMemory<byte>> fields)
    {
        foreach (var field in fields)
        {
            BinaryPrimitives.WriteInt32BigEndian(destination, field.Length);
            field.Span.CopyTo(destination[LengthBytes..]);
            destination = destination[(LengthBytes + field.Length)..];
        }
    }
}

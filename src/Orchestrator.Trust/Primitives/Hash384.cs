using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Orchestrator.Trust.Primitives;

/// <summary>
/// SHA-384 over several fields, each preceded by its 4-byte length. A hash begins with a label (<see cref="Of"/>) or goes on from an
/// earlier hash (<see cref="Continue"/>), so that two uses can never give the same input.
/// </summary>
public static class Hash384
{
    public const int Size = SHA384.HashSizeInBytes;

    /// <summary>H("orchestrator/1 " + label, field, field, …): 48 bytes.</summary>
    public static byte[] Of(string label, params ReadOnlySpan<ReadOnlyMemory<byte>> fields) => Run(Label.Encode(label), fields);

    /// <summary>H(previous, field, field, …): a transcript that grows from a 48-byte hash.</summary>
    public static byte[] Continue(ReadOnlySpan<byte> previous, params ReadOnlySpan<ReadOnlyMemory<byte>> fields)
    {
        TrustException.RequireLength(previous.Length, Size, "The earlier hash");
        return Run(previous, fields);
    }

    private static byte[] Run(ReadOnlySpan<byte> first, ReadOnlySpan<ReadOnlyMemory<byte>> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA384);
        Append(hash, first);
        foreach (var field in fields)
            Append(hash, field.Span);
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[Fields.LengthBytes];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        hash.AppendData(length);
        hash.AppendData(field);
    }
}

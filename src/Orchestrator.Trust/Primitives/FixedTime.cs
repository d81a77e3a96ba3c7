using System.Security.Cryptography;

namespace Orchestrator.Trust.Primitives;

/// <summary>Comparison whose time doesn't depend on where two secrets differ: for tags, codes, tokens.</summary>
public static class FixedTime
{
    /// <summary>True when both spans have the same bytes. Different lengths give false at once: a length is no secret here.</summary>
    public static bool Equal(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => CryptographicOperations.FixedTimeEquals(left, right);

    /// <summary>True when both spans hold the same characters.</summary>
    public static bool Equal(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        Equal(System.Runtime.InteropServices.MemoryMarshal.AsBytes(left), System.Runtime.InteropServices.MemoryMarshal.AsBytes(right));

    /// <summary>True when every byte is zero; looks at all of them.</summary>
    internal static bool IsZero(ReadOnlySpan<byte> bytes)
    {
        var all = 0;
        foreach (var value in bytes)
            all |= value;
        return all == 0;
    }
}

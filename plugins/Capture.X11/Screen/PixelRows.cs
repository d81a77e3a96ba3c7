using System.Numerics;
using System.Runtime.InteropServices;

namespace Orchestrator.Plugins.Capture.X11.Screen;

/// <summary>Rows of pixels whose fourth byte is whatever the X server left there; the host wants it 0.</summary>
internal static class PixelRows
{
    private const uint Colour = 0x00FFFFFF;

    /// <summary>Copies a row and clears each X byte.</summary>
    public static void CopyMasked(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var source = MemoryMarshal.Cast<byte, uint>(from);
        var target = MemoryMarshal.Cast<byte, uint>(to)[..source.Length];
        var mask = new Vector<uint>(Colour);
        var at = 0;
        for (; at <= source.Length - Vector<uint>.Count; at += Vector<uint>.Count)
            (new Vector<uint>(source[at..]) & mask).CopyTo(target[at..]);
        for (; at < source.Length; at++)
            target[at] = source[at] & Colour;
    }

    /// <summary>True when both rows show the same; the X bytes don't count.</summary>
    public static bool ShowTheSame(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var one = MemoryMarshal.Cast<byte, uint>(left);
        var other = MemoryMarshal.Cast<byte, uint>(right)[..one.Length];
        var mask = new Vector<uint>(Colour);
        var at = 0;
        for (; at <= one.Length - Vector<uint>.Count; at += Vector<uint>.Count)
        {
            if (((new Vector<uint>(one[at..]) ^ new Vector<uint>(other[at..])) & mask) != Vector<uint>.Zero)
                return false;
        }

        for (; at < one.Length; at++)
        {
            if (((one[at] ^ other[at]) & Colour) != 0)
                return false;
        }

        return true;
    }
}

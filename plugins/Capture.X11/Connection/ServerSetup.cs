using System.Buffers.Binary;

namespace Orchestrator.Plugins.Capture.X11.Connection;

/// <summary>What the X server says about itself when a connection opens.</summary>
/// <param name="Root">The root window of the connection's screen.</param>
/// <param name="MinKeycode">Lowest key code.</param>
/// <param name="MaxKeycode">Highest key code.</param>
/// <param name="HasBgrxPixels">The root window's pixels are 32 bits, little-endian, blue lowest: what the host wants.</param>
internal sealed record ServerSetup(uint Root, byte MinKeycode, byte MaxKeycode, bool HasBgrxPixels)
{
    private const int FixedSize = 40;
    private const int FormatSize = 8;
    private const int ScreenSize = 40;
    private const int DepthSize = 8;
    private const int VisualSize = 24;

    /// <summary>Parses the connection set-up block (X protocol, section 8).</summary>
    /// <param name="setup">The whole block.</param>
    /// <param name="screen">Number of the screen that DISPLAY names.</param>
    public static ServerSetup Parse(ReadOnlySpan<byte> setup, int screen)
    {
        var vendorLength = BinaryPrimitives.ReadUInt16LittleEndian(setup[24..]);
        var (formats, littleEndian) = (setup[29], setup[30] == 0);
        var at = FixedSize + ((vendorLength + 3) & ~3);
        var formatsAt = at;
        at += formats * FormatSize;
        for (var skipped = 0; skipped < screen; skipped++)
            at = ScreenEnd(setup, at);

        var root = BinaryPrimitives.ReadUInt32LittleEndian(setup[at..]);
        var visual = BinaryPrimitives.ReadUInt32LittleEndian(setup[(at + 32)..]);
        var depth = setup[at + 38];
        var bgrx = littleEndian
            && BitsPerPixel(setup.Slice(formatsAt, formats * FormatSize), depth) == 32
            && HasBgrMasks(setup[at..ScreenEnd(setup, at)], visual);
        return new ServerSetup(root, setup[34], setup[35], bgrx);
    }

    private static int ScreenEnd(ReadOnlySpan<byte> setup, int screenAt)
    {
        var at = screenAt + ScreenSize;
        for (var depths = setup[screenAt + 39]; depths > 0; depths--)
            at += DepthSize + (BinaryPrimitives.ReadUInt16LittleEndian(setup[(at + 2)..]) * VisualSize);
        return at;
    }

    private static int BitsPerPixel(ReadOnlySpan<byte> formats, byte depth)
    {
        for (; !formats.IsEmpty; formats = formats[FormatSize..])
        {
            if (formats[0] == depth)
                return formats[1];
        }

        return 0;
    }

    private static bool HasBgrMasks(ReadOnlySpan<byte> screen, uint visual)
    {
        for (var at = ScreenSize; at < screen.Length;)
        {
            var visuals = BinaryPrimitives.ReadUInt16LittleEndian(screen[(at + 2)..]);
            at += DepthSize;
            for (; visuals > 0; visuals--, at += VisualSize)
            {
                var entry = screen.Slice(at, VisualSize);
                if (BinaryPrimitives.ReadUInt32LittleEndian(entry) == visual)
                {
                    return BinaryPrimitives.ReadUInt32LittleEndian(entry[8..]) == 0xFF0000
                        && BinaryPrimitives.ReadUInt32LittleEndian(entry[12..]) == 0x00FF00
                        && BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]) == 0x0000FF;
                }
            }
        }

        return false;
    }
}

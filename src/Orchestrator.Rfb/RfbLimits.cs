namespace Orchestrator.Rfb;

/// <summary>Every bound on what the other side may make us keep or do, with its reason.</summary>
public static class RfbLimits
{
    /// <summary>Pixels of one side of the screen. RFB counts in 16 bits; half of that is more than any wall of monitors has.</summary>
    public const int MaxSide = 32_767;

    /// <summary>Pixels of the whole screen: four 4K monitors, 128 MiB a picture. The console keeps two pictures.</summary>
    public const int MaxScreenPixels = 1 << 25;

    /// <summary>Pixels of one Raw or ZRLE rectangle: at most 1 MiB of payload is held before it is decoded.</summary>
    public const int MaxRectanglePixels = 1 << 18;

    /// <summary>Compressed bytes of one ZRLE rectangle: the worst tile is plain RLE without runs (4 bytes a pixel), and zlib adds little.</summary>
    public const int MaxCompressedBytes = (MaxRectanglePixels * 4) + (1 << 17);

    /// <summary>Rectangles of one update: every 64×64 tile of the largest screen on its own.</summary>
    public const int MaxRectangles = 16_384;

    /// <summary>Monitors of one layout; the count is one byte on the wire, no PC drives more than this.</summary>
    public const int MaxMonitors = 32;

    /// <summary>Pixels of one side of the pointer's picture; display servers draw at most 256.</summary>
    public const int MaxCursorSide = 256;

    /// <summary>Bytes of UTF-8 of one cut text.</summary>
    public const int MaxCutTextBytes = 1 << 20;

    /// <summary>Encodings that a viewer may list; TigerVNC lists about 40.</summary>
    public const int MaxViewerEncodings = 256;

    /// <summary>Bytes of one slice written to a channel: one record of the link.</summary>
    public const int MaxSliceBytes = 16 * 1024;

    /// <summary>Rectangles that a region keeps apart before it is counted as one.</summary>
    public const int MaxRegionRectangles = 64;
}

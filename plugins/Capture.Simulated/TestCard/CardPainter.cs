using System.Runtime.InteropServices;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Capture.Simulated.TestCard;

/// <summary>Draws the test card: eight colour bars, a row of key cells, the moving block, the pointer's cross.</summary>
internal static class CardPainter
{
    private const int Block = 48;
    private const int Cell = 16;
    private const int Cross = 6;

    // 0x00RRGGBB, which is B, G, R, X in memory on the little-endian machines that are supported.
    private static readonly uint[] Bars = [0xC0C0C0, 0xC0C000, 0x00C0C0, 0x00C000, 0xC000C0, 0xC00000, 0x0000C0, 0x202020];

    /// <summary>Paints the whole picture of <paramref name="layout"/>.</summary>
    public static void Paint(Span<byte> frame, int stride, ScreenLayout layout, long step, CardState state)
    {
        for (var y = 0; y < layout.Height; y++)
        {
            var row = MemoryMarshal.Cast<byte, uint>(frame.Slice(y * stride, layout.Width * 4));
            for (var bar = 0; bar < Bars.Length; bar++)
                row[(layout.Width * bar / Bars.Length)..(layout.Width * (bar + 1) / Bars.Length)].Fill(Bars[bar]);
        }

        var canvas = new PixelRect(0, 0, layout.Width, layout.Height);
        PaintKeys(frame, stride, canvas, state);
        Fill(frame, stride, canvas, BlockAt(step, layout), 0xFFFFFF);
        PaintPointer(frame, stride, canvas, state);
    }

    /// <summary>The block's place: back and forth, 8 pixels a step across and 4 down.</summary>
    public static PixelRect BlockAt(long step, ScreenLayout layout) =>
        new(Swing(step * 8, layout.Width - Block), Swing(step * 4, layout.Height - Block), Block, Block);

    private static int Swing(long distance, int room)
    {
        var place = (int)(distance % (2L * room));
        return place <= room ? place : (2 * room) - place;
    }

    private static void PaintKeys(Span<byte> frame, int stride, PixelRect canvas, CardState state)
    {
        var column = 0;
        foreach (var keysym in state.Keys)
        {
            // The multiplier only spreads neighbouring keysyms over visibly different colours.
            var colour = (keysym * 2654435761u) & 0xFFFFFF;
            Fill(frame, stride, canvas, new PixelRect(column * Cell, canvas.Height - Cell, Cell - 2, Cell), colour);
            column++;
        }
    }

    private static void PaintPointer(Span<byte> frame, int stride, PixelRect canvas, CardState state)
    {
        var (x, y, buttons) = state.Pointer;
        var colour = buttons == 0 ? 0x000000u : 0xFF2020u;
        Fill(frame, stride, canvas, new PixelRect(x - Cross, y, (2 * Cross) + 1, 1), colour);
        Fill(frame, stride, canvas, new PixelRect(x, y - Cross, 1, (2 * Cross) + 1), colour);
    }

    private static void Fill(Span<byte> frame, int stride, PixelRect canvas, PixelRect area, uint colour)
    {
        area = area.Intersect(canvas);
        for (var y = area.Y; y < area.Bottom; y++)
            MemoryMarshal.Cast<byte, uint>(frame.Slice((y * stride) + (area.X * 4), area.Width * 4)).Fill(colour);
    }
}

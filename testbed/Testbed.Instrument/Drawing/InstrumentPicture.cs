using System.Runtime.InteropServices;
using Orchestrator.Testbed.Instrument.Screen;
using SkiaSharp;

namespace Orchestrator.Testbed.Instrument.Drawing;

/// <summary>Draws the control program into memory. Not thread-safe: the screen's drawing lock guards it.</summary>
internal sealed class InstrumentPicture : IDisposable
{
    private const uint ColourBits = 0x00FFFFFF;

    private readonly ScreenGeometry _geometry;
    private readonly InstrumentFont _font = new();
    private readonly SKBitmap _bitmap;
    private readonly SKCanvas _canvas;
    private readonly Painter _painter;
    private readonly LabwareCache _labware;

    internal InstrumentPicture(ScreenGeometry geometry)
    {
        _geometry = geometry;
        _bitmap = new SKBitmap(new SKImageInfo(geometry.Width, geometry.Height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        _canvas = new SKCanvas(_bitmap);
        _painter = new Painter(_canvas, _font);
        _labware = new LabwareCache(_font);
    }

    internal void Draw(InstrumentView view)
    {
        _canvas.Clear(Palette.Background);
        FrameViews.Header(_painter, _geometry, view);
        DeckView.Draw(_painter, _labware, _geometry, view);
        ListViews.Steps(_painter, _geometry, view);
        ListViews.Worklists(_painter, _geometry, view);
        ListViews.Log(_painter, _geometry, view);
        ListViews.Notes(_painter, _geometry, view);
        FrameViews.MenuBar(_painter, _geometry, view);
        FrameViews.Status(_painter, _geometry, view);
        FrameViews.OpenMenu(_painter, view);
        ErrorDialogView.Draw(_painter, _geometry, view);
        _canvas.Flush();
    }

    /// <summary>Writes the picture as BGRX with X = 0.</summary>
    internal void CopyTo(Span<byte> frame, int stride)
    {
        var source = MemoryMarshal.Cast<byte, uint>(_bitmap.GetPixelSpan());
        for (var y = 0; y < _geometry.Height; y++)
        {
            var row = source.Slice(y * _geometry.Width, _geometry.Width);
            var target = MemoryMarshal.Cast<byte, uint>(frame.Slice(y * stride, _geometry.Width * 4));
            for (var x = 0; x < row.Length; x++)
                target[x] = row[x] & ColourBits;
        }
    }

    internal byte[] ToPng()
    {
        using var data = _bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    public void Dispose()
    {
        _labware.Dispose();
        _painter.Dispose();
        _canvas.Dispose();
        _bitmap.Dispose();
        _font.Dispose();
    }
}

using Orchestrator.Abstractions;
using SkiaSharp;

namespace Orchestrator.Testbed.Instrument.Drawing;

/// <summary>The few strokes that all panels are made of.</summary>
internal sealed class Painter(SKCanvas canvas, InstrumentFont font) : IDisposable
{
    private readonly SKPaint _fill = new() { IsAntialias = true, Style = SKPaintStyle.Fill };
    private readonly SKPaint _stroke = new() { IsAntialias = true, Style = SKPaintStyle.Stroke };

    internal SKCanvas Canvas => canvas;

    internal void Fill(PixelRect area, SKColor colour) => canvas.DrawRect(area.X, area.Y, area.Width, area.Height, Filled(colour));

    internal void Round(float x, float y, float width, float height, float radius, SKColor colour) =>
        canvas.DrawRoundRect(x, y, width, height, radius, radius, Filled(colour));

    internal void RoundEdge(float x, float y, float width, float height, float radius, SKColor colour, float thickness = 1) =>
        canvas.DrawRoundRect(x + (thickness / 2), y + (thickness / 2), width - thickness, height - thickness, radius, radius, Stroked(colour, thickness));

    internal void Circle(float x, float y, float radius, SKColor colour) => canvas.DrawCircle(x, y, radius, Filled(colour));

    internal void Ring(float x, float y, float radius, SKColor colour, float thickness) => canvas.DrawCircle(x, y, radius, Stroked(colour, thickness));

    internal void Line(float x1, float y1, float x2, float y2, SKColor colour, float thickness = 1) => canvas.DrawLine(x1, y1, x2, y2, Stroked(colour, thickness));

    internal void Shape(SKColor colour, params ReadOnlySpan<SKPoint> corners)
    {
        using var path = new SKPathBuilder();
        path.AddPoly(corners, close: true);
        using var shape = path.Detach();
        canvas.DrawPath(shape, Filled(colour));
    }

    /// <summary>Text whose baseline starts at (x, y), cut with "…" at <paramref name="width"/>. Returns its width in pixels.</summary>
    internal float Text(string text, float x, float y, float size, SKColor colour, bool bold = false, float width = float.MaxValue, SKTextAlign align = SKTextAlign.Left)
    {
        var face = font.Get(size, bold);
        var shown = Shorten(font.Printable(text), face, width);
        canvas.DrawText(shown, x, y, align, face, Filled(colour));
        return face.MeasureText(shown);
    }

    /// <summary>A white panel with a title strip.</summary>
    internal void Panel(PixelRect area, string title, string remark = "")
    {
        const float Title = Screen.ScreenGeometry.PanelTitle;
        Round(area.X, area.Y, area.Width, area.Height, 5, Palette.Panel);
        Round(area.X, area.Y, area.Width, Title, 5, Palette.PanelTitle);
        Line(area.X, area.Y + Title, area.Right, area.Y + Title, Palette.Line);
        RoundEdge(area.X, area.Y, area.Width, area.Height, 5, Palette.Border);
        var used = Text(title, area.X + 14, area.Y + 23, 15, Palette.Text, bold: true);
        Text(remark, area.Right - 14, area.Y + 22, 13, Palette.Faint, width: area.Width - used - 50, align: SKTextAlign.Right);
    }

    /// <summary>A push button; a primary one is filled.</summary>
    internal void Button(PixelRect area, string label, SKColor colour, bool primary, bool pressed, bool enabled = true)
    {
        var face = enabled ? colour : Palette.Border;
        if (pressed && enabled)
            face = new SKColor((byte)(face.Red * 3 / 4), (byte)(face.Green * 3 / 4), (byte)(face.Blue * 3 / 4));
        Round(area.X, area.Y, area.Width, area.Height, 5, primary ? face : pressed ? Palette.Line : Palette.Panel);
        RoundEdge(area.X, area.Y, area.Width, area.Height, 5, face, 1.5f);
        var ink = primary ? SKColors.White : face;
        Text(label, area.X + (area.Width / 2f), area.Y + (area.Height / 2f) + 5.5f, 16, enabled ? ink : Palette.Faint, bold: true, align: SKTextAlign.Center);
    }

    public void Dispose()
    {
        _fill.Dispose();
        _stroke.Dispose();
    }

    private static string Shorten(string text, SKFont face, float width)
    {
        if (width == float.MaxValue || face.MeasureText(text) <= width)
            return text;
        var length = Math.Min(text.Length, face.BreakText(text, Math.Max(0, width - face.MeasureText("…"))));
        return string.Concat(text.AsSpan(0, length).TrimEnd(), "…");
    }

    private SKPaint Filled(SKColor colour)
    {
        _fill.Color = colour;
        return _fill;
    }

    private SKPaint Stroked(SKColor colour, float thickness)
    {
        _stroke.Color = colour;
        _stroke.StrokeWidth = thickness;
        return _stroke;
    }
}

using System.Globalization;
using Orchestrator.Testbed.Instrument.Deck;
using SkiaSharp;

namespace Orchestrator.Testbed.Instrument.Drawing;

/// <summary>One piece of labware on its site.</summary>
internal static class LabwareView
{
    private const float LabelHeight = 20;

    internal static void Draw(Painter painter, SKRect place, Labware labware)
    {
        painter.Round(place.Left, place.Top, place.Width, place.Height, 4, Palette.Labware);
        painter.RoundEdge(place.Left, place.Top, place.Width, place.Height, 4, Palette.LabwareEdge);
        painter.Text(labware.Label, place.MidX, place.Top + 15.5f, 13, Palette.Text, bold: true, width: place.Width - 8, align: SKTextAlign.Center);
        switch (labware.Type.Shape)
        {
            case LabwareShape.Trough:
                Trough(painter, Inside(place), labware);
                break;
            case LabwareShape.Waste:
                Waste(painter, Inside(place));
                break;
            default:
                Wells(painter, place, labware);
                break;
        }
    }

    /// <summary>The middle of a position.</summary>
    internal static SKPoint Spot(SKRect place, LabwareType type, int position)
    {
        var inside = Inside(place);
        if (type.Shape is LabwareShape.Trough or LabwareShape.Waste)
            return new SKPoint(inside.MidX, inside.MidY);
        var pitch = Pitch(inside, type);
        return new SKPoint(
            inside.MidX - (pitch * type.Columns / 2) + (pitch / 2) + ((position - 1) / type.Rows * pitch),
            inside.MidY - (pitch * type.Rows / 2) + (pitch / 2) + ((position - 1) % type.Rows * pitch));
    }

    private static SKRect Inside(SKRect place) => SKRect.Create(place.Left + 5, place.Top + LabelHeight, place.Width - 10, place.Height - LabelHeight - 5);

    private static float Pitch(SKRect inside, LabwareType type) => Math.Min(inside.Width / type.Columns, inside.Height / type.Rows);

    private static void Wells(Painter painter, SKRect place, Labware labware)
    {
        var type = labware.Type;
        var radius = Pitch(Inside(place), type) * 0.43f;
        for (var well = 1; well <= type.Positions; well++)
        {
            var spot = Spot(place, type, well);
            var content = labware[well];
            if (type.Shape == LabwareShape.TipRack)
                Tip(painter, spot.X, spot.Y, radius, content.Volume > 0);
            else
                Filled(painter, spot.X, spot.Y, radius, content, type);
        }
    }

    private static void Filled(Painter painter, float x, float y, float radius, Well well, LabwareType type)
    {
        painter.Circle(x, y, radius, Palette.EmptyWell);
        if (well.Volume > 0)
        {
            // The disc's area shows how full the well is, so that a nearly empty tube catches the eye.
            var share = Math.Clamp((float)(well.Volume / type.Capacity), 0.03f, 1);
            painter.Circle(x, y, radius * MathF.Sqrt(0.35f + (0.65f * share)) * (well.Volume <= type.DeadVolume * 4 ? 0.5f : 1), new SKColor(0xFF000000 | well.Liquid.Rgb));
        }

        painter.Ring(x, y, radius, Palette.WellEdge, 1);
    }

    private static void Tip(Painter painter, float x, float y, float radius, bool there)
    {
        painter.Circle(x, y, radius * 0.85f, there ? Palette.Tip : Palette.EmptyWell);
        if (there)
            painter.Circle(x, y, radius * 0.35f, Palette.CarrierText);
    }

    private static void Trough(Painter painter, SKRect inside, Labware labware)
    {
        var content = labware[1];
        painter.Round(inside.Left, inside.Top, inside.Width, inside.Height, 4, Palette.EmptyWell);
        var share = Math.Clamp((float)(content.Volume / labware.Type.Capacity), 0, 1);
        var height = inside.Height * share;
        painter.Round(inside.Left, inside.Bottom - height, inside.Width, height, 4, new SKColor(0xFF000000 | content.Liquid.Rgb));
        painter.RoundEdge(inside.Left, inside.Top, inside.Width, inside.Height, 4, Palette.WellEdge);
        painter.Text(string.Create(CultureInfo.InvariantCulture, $"{content.Volume / 1000:F1} ml"), inside.MidX, inside.Bottom - 9, inside.Width < 50 ? 10 : 13, Palette.Text, align: SKTextAlign.Center);
    }

    private static void Waste(Painter painter, SKRect inside)
    {
        painter.Round(inside.Left, inside.Top, inside.Width, inside.Height, 4, Palette.Tip);
        painter.RoundEdge(inside.Left + 8, inside.Top + 8, inside.Width - 16, inside.Height - 16, 4, Palette.WellEdge, 2);
        painter.Text("Tips", inside.MidX, inside.Bottom - 24, 13, Palette.CarrierText, width: inside.Width - 4, align: SKTextAlign.Center);
    }
}

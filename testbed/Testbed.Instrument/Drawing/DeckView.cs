using Orchestrator.Abstractions;
using Orchestrator.Testbed.Instrument.Deck;
using Orchestrator.Testbed.Instrument.Runs;
using Orchestrator.Testbed.Instrument.Screen;
using Orchestrator.Testbed.Instrument.Worklists;
using SkiaSharp;

namespace Orchestrator.Testbed.Instrument.Drawing;

/// <summary>The deck from above: carriers from left to right, their labware from back to front, and the arm over the current position.</summary>
internal static class DeckView
{
    private const float CarrierGap = 10;
    private const float Foot = 26;

    internal static void Draw(Painter painter, LabwareCache cache, ScreenGeometry geometry, InstrumentView view)
    {
        painter.Panel(geometry.Deck, "Deck", "Sample preparation, 24 tubes");
        var area = new PixelRect(geometry.Deck.X + 8, geometry.Deck.Y + ScreenGeometry.PanelTitle + 8, geometry.Deck.Width - 16, geometry.Deck.Height - ScreenGeometry.PanelTitle - 16);
        painter.Round(area.X, area.Y, area.Width, area.Height, 4, Palette.Deck);
        for (var x = area.X + 14; x < area.Right - 6; x += 22)
            painter.Line(x, area.Y + 4, x, area.Bottom - 4, Palette.DeckRail, 2);

        var target = Target(view);
        SKPoint? arm = null;
        var shares = view.Carriers.Sum(carrier => carrier.Share);
        var left = area.X + CarrierGap;
        var usable = area.Width - ((view.Carriers.Length + 1) * CarrierGap);
        foreach (var carrier in view.Carriers)
        {
            var width = usable * carrier.Share / shares;
            var box = SKRect.Create(left, area.Y + 8, width, area.Height - 16);
            arm = Carrier(painter, cache, box, carrier, view, target) ?? arm;
            left += width + CarrierGap;
        }

        if (arm is { } point)
            Arm(painter, area, point, view.State == RunState.Stopped);
    }

    private static SKPoint? Carrier(Painter painter, LabwareCache cache, SKRect box, Carrier carrier, InstrumentView view, (string Rack, int Position)? target)
    {
        painter.Round(box.Left, box.Top, box.Width, box.Height, 4, Palette.Carrier);
        painter.Text(carrier.Name, box.MidX, box.Bottom - 8.5f, 13, Palette.CarrierText, width: box.Width - 8, align: SKTextAlign.Center);
        var site = (box.Height - Foot) / carrier.Labels.Length;
        SKPoint? arm = null;
        for (var index = 0; index < carrier.Labels.Length; index++)
        {
            var place = SKRect.Create(box.Left + 6, box.Top + (index * site) + 6, box.Width - 12, site - 10);
            var label = carrier.Labels[index];
            if (label.Length == 0)
            {
                painter.RoundEdge(place.Left, place.Top, place.Width, place.Height, 3, Palette.CarrierText);
                painter.Text("free", place.MidX, place.MidY + 5, 13, Palette.CarrierText, align: SKTextAlign.Center);
                continue;
            }

            var labware = view.Labware[label];
            cache.Draw(painter, place, labware);
            if (target is { } wanted && wanted.Rack == label)
                arm = LabwareView.Spot(place, labware.Type, wanted.Position);
        }

        return arm;
    }

    private static void Arm(Painter painter, PixelRect area, SKPoint point, bool failed)
    {
        var colour = failed ? new SKColor(0xFFFF5A4D) : Palette.Arm;
        painter.Round(point.X - 3, area.Y + 3, 6, point.Y - area.Y - 12, 3, colour.WithAlpha(150));
        painter.Round(point.X - 16, area.Y + 3, 32, 10, 3, colour);
        painter.Ring(point.X, point.Y, 11, SKColors.White, 5);
        painter.Ring(point.X, point.Y, 11, colour, 3);
    }

    /// <summary>Where the current step works.</summary>
    private static (string Rack, int Position)? Target(InstrumentView view)
    {
        if (view.State is not (RunState.Running or RunState.Stopped) || view.Done >= view.Steps.Length)
            return null;
        return view.Steps[view.Done].Record switch
        {
            AspirateRecord aspirate => (aspirate.Fields.RackLabel, aspirate.Fields.Position),
            DispenseRecord dispense => (dispense.Fields.RackLabel, dispense.Fields.Position),
            ReagentDistributionRecord spread => (spread.Destination.RackLabel, spread.Destination.Start),
            WashRecord or FlushRecord => (DeckBuilder.Waste, 1),
            _ => null,
        };
    }
}

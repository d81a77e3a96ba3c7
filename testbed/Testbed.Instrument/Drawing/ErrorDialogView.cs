using System.Globalization;
using Orchestrator.Testbed.Instrument.Runs;
using Orchestrator.Testbed.Instrument.Screen;
using SkiaSharp;

namespace Orchestrator.Testbed.Instrument.Drawing;

/// <summary>The dialog that a stopped run waits in.</summary>
internal static class ErrorDialogView
{
    internal static void Draw(Painter painter, ScreenGeometry geometry, InstrumentView view)
    {
        if (view.Error is not { } error)
            return;
        painter.Fill(new Abstractions.PixelRect(0, geometry.MenuBar.Bottom, geometry.Width, geometry.Status.Y - geometry.MenuBar.Bottom), new SKColor(0x66141C26));
        var box = geometry.Dialog;
        painter.Round(box.X - 3, box.Y - 1, box.Width + 6, box.Height + 8, 9, new SKColor(0x55000000));
        painter.Round(box.X, box.Y, box.Width, box.Height, 7, Palette.Panel);
        painter.Round(box.X, box.Y, box.Width, 60, 7, Palette.Bad);
        painter.Fill(new Abstractions.PixelRect(box.X, box.Y + 50, box.Width, 10), Palette.Bad);
        painter.Shape(SKColors.White, new SKPoint(box.X + 44, box.Y + 14), new SKPoint(box.X + 62, box.Y + 45), new SKPoint(box.X + 26, box.Y + 45));
        painter.Text("!", box.X + 44, box.Y + 41.5f, 22, Palette.Bad, bold: true, align: SKTextAlign.Center);
        painter.Text(RunError.Title, box.X + 82, box.Y + 39, 25, SKColors.White, bold: true);
        painter.Text($"Step {error.Step} of {view.Steps.Length}", box.Right - 24, box.Y + 38, 15, SKColors.White, align: SKTextAlign.Right);

        var y = box.Y + 100f;
        Fact(painter, box, ref y, "Position", $"{error.Rack}, {error.Well} (position {error.Position})", strong: true);
        Fact(painter, box, ref y, "Liquid", error.Liquid);
        Fact(painter, box, ref y, "Volume", string.Create(CultureInfo.InvariantCulture, $"{error.Requested} µl requested, {error.Found} µl found"));
        Fact(painter, box, ref y, "Cause", error.Cause);
        Fact(painter, box, ref y, "What to do", "Fill up or replace the tube, then choose Retry.");
        if (error.Attempt > 1)
            painter.Text($"Attempt {error.Attempt}", box.X + 28, box.Bottom - 36, 15, Palette.Warning, bold: true);

        painter.Line(box.X, box.Bottom - 84, box.Right, box.Bottom - 84, Palette.Line, 1.5f);
        painter.Button(geometry.Retry, "Retry", Palette.Accent, primary: true, view.Ui.Pressed == UiTarget.Retry);
        painter.Button(geometry.Abort, "Abort", Palette.Bad, primary: false, view.Ui.Pressed == UiTarget.Abort);
    }

    private static void Fact(Painter painter, Abstractions.PixelRect box, ref float y, string name, string value, bool strong = false)
    {
        painter.Text(name, box.X + 28, y, 16, Palette.Faint);
        painter.Text(value, box.X + 150, y, strong ? 18 : 17, Palette.Text, bold: strong, width: box.Width - 178);
        y += 43;
    }
}

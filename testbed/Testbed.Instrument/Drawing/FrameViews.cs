using System.Globalization;
using Orchestrator.Testbed.Instrument.Runs;
using Orchestrator.Testbed.Instrument.Screen;
using SkiaSharp;

namespace Orchestrator.Testbed.Instrument.Drawing;

/// <summary>What frames the work area: menu bar, header with the run's state, status bar, open menu.</summary>
internal static class FrameViews
{
    internal static void MenuBar(Painter painter, ScreenGeometry geometry, InstrumentView view)
    {
        painter.Fill(geometry.MenuBar, Palette.Menu);
        painter.Round(14, 8, 18, 18, 4, Palette.Arm);
        painter.Shape(Palette.Menu, new SKPoint(19, 12), new SKPoint(27, 12), new SKPoint(24, 17), new SKPoint(24, 23), new SKPoint(22, 23), new SKPoint(22, 17));
        painter.Text("LH-8 Workstation", 42, 22.5f, 15.5f, SKColors.White, bold: true);
        for (var index = 0; index < ScreenGeometry.Menus.Length; index++)
        {
            var area = ScreenGeometry.Menu(index);
            if (view.Ui.OpenMenu == index)
                painter.Fill(area, Palette.MenuOpen);
            painter.Text(ScreenGeometry.Menus[index].Name, area.X + (area.Width / 2f), 22.5f, 15, Palette.MenuText, align: SKTextAlign.Center);
        }

        painter.Text(view.Names.Site, geometry.Width - 16, 22.5f, 14, Palette.CarrierText, align: SKTextAlign.Right, width: geometry.Width - 760);
    }

    internal static void OpenMenu(Painter painter, InstrumentView view)
    {
        if (view.Ui.OpenMenu is not { } open)
            return;
        var items = ScreenGeometry.Menus[open].Items;
        var first = ScreenGeometry.MenuItem(open, 0);
        painter.Round(first.X, first.Y - 4, first.Width, (items.Length * first.Height) + 8, 4, Palette.Panel);
        painter.RoundEdge(first.X, first.Y - 4, first.Width, (items.Length * first.Height) + 8, 4, Palette.Border);
        for (var item = 0; item < items.Length; item++)
        {
            var area = ScreenGeometry.MenuItem(open, item);
            painter.Text(items[item], area.X + 18, area.Y + 20.5f, 15, Palette.Text);
        }
    }

    internal static void Header(Painter painter, ScreenGeometry geometry, InstrumentView view)
    {
        var area = geometry.Header;
        painter.Fill(area, Palette.Panel);
        painter.Line(0, area.Bottom - 0.5f, area.Width, area.Bottom - 0.5f, Palette.Border);
        painter.Text(view.WorklistName, 20, area.Y + 34, 22, Palette.Text, bold: true, width: 280);
        painter.Text($"{view.Names.Assay}, sample preparation", 20, area.Y + 58, 14, Palette.Faint, width: 280);

        var (word, colour) = StateWord(view.State);
        painter.Round(316, area.Y + 21, 130, 36, 18, colour);
        painter.Text(word, 381, area.Y + 44.5f, 16, SKColors.White, bold: true, align: SKTextAlign.Center);

        const float BarX = 480;
        var barWidth = geometry.Start.X - BarX - 36;
        var share = view.Steps.Length == 0 ? 0 : (float)view.Done / view.Steps.Length;
        painter.Text($"Step {Math.Min(view.Done + 1, view.Steps.Length)} of {view.Steps.Length}", BarX, area.Y + 32, 15, Palette.Text, bold: true);
        painter.Text(share.ToString("P0", CultureInfo.InvariantCulture), BarX + barWidth, area.Y + 32, 15, Palette.Faint, align: SKTextAlign.Right);
        if (view.Done < view.Steps.Length && barWidth > 420)
            painter.Text($"{view.Steps[view.Done].Action}  {view.Steps[view.Done].Detail}", BarX + 130, area.Y + 32, 15, Palette.Faint, width: barWidth - 190);
        painter.Round(BarX, area.Y + 44, barWidth, 12, 6, Palette.Line);
        if (share > 0)
            painter.Round(BarX, area.Y + 44, Math.Max(12, barWidth * share), 12, 6, colour);

        var idle = view.State is not (RunState.Running or RunState.Stopped);
        painter.Button(geometry.Start, "Start run", Palette.Accent, primary: true, view.Ui.Pressed == UiTarget.Start, idle);
    }

    internal static void Status(Painter painter, ScreenGeometry geometry, InstrumentView view)
    {
        var area = geometry.Status;
        painter.Fill(area, Palette.Menu);
        var y = area.Y + 20;
        painter.Circle(20, area.Y + 15, 5, view.State == RunState.Stopped ? new SKColor(0xFFFF6B5E) : new SKColor(0xFF58D68D));
        var x = 34f;
        foreach (var part in (string[])[view.State == RunState.Stopped ? "Attention needed" : "Connected", $"Instrument {view.Names.Serial}", $"Operator {view.Names.Operator}", "Door closed", "System liquid OK"])
        {
            if (x > area.Width - 420)
                break;
            x += painter.Text(part, x, y, 14, Palette.MenuText) + 34;
            painter.Line(x - 17, area.Y + 8, x - 17, area.Bottom - 8, Palette.MenuOpen);
        }

        painter.Text(view.Now.ToString("ddd d MMM yyyy   HH:mm:ss", CultureInfo.InvariantCulture), area.Width - 16, y, 14, Palette.MenuText, bold: true, align: SKTextAlign.Right);
    }

    private static (string Word, SKColor Colour) StateWord(RunState state) => state switch
    {
        RunState.Ready => ("Ready", Palette.Faint),
        RunState.Running => ("Running", Palette.Good),
        RunState.Stopped => ("Stopped", Palette.Bad),
        RunState.Finished => ("Finished", Palette.Accent),
        _ => ("Aborted", Palette.Warning),
    };
}

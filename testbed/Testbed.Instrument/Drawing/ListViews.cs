using System.Globalization;
using Orchestrator.Testbed.Instrument.Home;
using Orchestrator.Testbed.Instrument.Runs;
using Orchestrator.Testbed.Instrument.Screen;
using SkiaSharp;

namespace Orchestrator.Testbed.Instrument.Drawing;

/// <summary>The panels made of rows: run list, worklists, log, and the notes.</summary>
internal static class ListViews
{
    internal static void Steps(Painter painter, ScreenGeometry geometry, InstrumentView view)
    {
        var panel = geometry.Steps;
        painter.Panel(panel, "Run list", $"{view.Done} of {view.Steps.Length} done");
        var first = geometry.FirstStep(view.Ui.FirstStep, view.Done, view.Steps.Length);
        for (var row = 0; row < geometry.VisibleSteps && first + row < view.Steps.Length; row++)
        {
            var index = first + row;
            var step = view.Steps[index];
            var area = ScreenGeometry.Row(panel, row);
            var current = index == view.Done && view.State is RunState.Running or RunState.Stopped && index == view.Done;
            var failed = current && view.State == RunState.Stopped;
            if (failed)
                painter.Fill(area, Palette.BadTint);
            else if (current || view.Ui.SelectedStep == index)
                painter.Fill(area, Palette.Selected);
            var middle = area.Y + 13f;
            Mark(painter, area.X + 18, middle, index < view.Done, current, failed);
            var ink = failed ? Palette.Bad : index < view.Done ? Palette.Faint : Palette.Text;
            painter.Text(step.Number.ToString(CultureInfo.InvariantCulture), area.X + 62, area.Y + 18, 14, Palette.Faint, align: SKTextAlign.Right);
            painter.Text(step.Action, area.X + 78, area.Y + 18, 14.5f, ink, bold: current);
            painter.Text(step.Detail, area.X + 168, area.Y + 18, 14.5f, ink, width: area.Width - 180);
        }
    }

    internal static void Worklists(Painter painter, ScreenGeometry geometry, InstrumentView view)
    {
        var panel = geometry.Worklists;
        painter.Panel(panel, "Worklists", view.Worklists.Length == 1 ? "1 file" : $"{view.Worklists.Length} files");
        for (var row = 0; row < geometry.VisibleWorklists && row < view.Worklists.Length; row++)
        {
            var entry = view.Worklists[row];
            var area = ScreenGeometry.Row(panel, row);
            if (view.Ui.SelectedWorklist == entry.Name)
                painter.Fill(area, Palette.Selected);
            var (word, colour) = Word(entry, view);
            painter.Circle(area.X + 18, area.Y + 13, 4.5f, colour);
            painter.Text(entry.Name, area.X + 34, area.Y + 18, 14.5f, Palette.Text, bold: entry.Name == view.WorklistName, width: area.Width * 0.4f);
            painter.Text(word, area.Right - 14, area.Y + 18, 14, colour, width: area.Width * 0.48f, align: SKTextAlign.Right);
        }
    }

    internal static void Log(Painter painter, ScreenGeometry geometry, InstrumentView view)
    {
        var panel = geometry.Log;
        painter.Panel(panel, "Log", "newest line at the bottom");
        var shown = Math.Min(geometry.VisibleLogLines, view.Log.Count);
        for (var row = 0; row < shown; row++)
        {
            var line = view.Log[view.Log.Count - shown + row];
            var area = ScreenGeometry.Row(panel, row);
            var (word, ink) = line.Level switch
            {
                RunLogLevel.Info => ("Info", Palette.Text),
                RunLogLevel.Warning => ("Warning", Palette.Warning),
                _ => ("Error", Palette.Bad),
            };
            if (line.Level == RunLogLevel.Error)
                painter.Fill(area, Palette.BadTint);
            painter.Text(line.At.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture), area.X + 14, area.Y + 18, 14, Palette.Faint);
            painter.Text(word, area.X + 118, area.Y + 18, 14, ink, bold: line.Level != RunLogLevel.Info);
            painter.Text(line.Text, area.X + 188, area.Y + 18, 14.5f, ink, width: area.Width - 204);
        }
    }

    internal static void Notes(Painter painter, ScreenGeometry geometry, InstrumentView view)
    {
        var panel = geometry.Notes;
        painter.Panel(panel, "Notes", "click to type");
        if (view.Ui.NotesFocused)
            painter.RoundEdge(panel.X, panel.Y, panel.Width, panel.Height, 5, Palette.Accent, 2);
        var rows = Math.Max(1, (panel.Height - ScreenGeometry.PanelTitle - 8) / 22);
        var lines = view.Ui.Notes.Split('\n').TakeLast(rows).ToArray();
        for (var row = 0; row < lines.Length; row++)
        {
            var y = panel.Y + ScreenGeometry.PanelTitle + 22 + (row * 22);
            var used = lines[row].Length == 0 ? 0 : painter.Text(lines[row], panel.X + 14, y, 15, Palette.Text, width: panel.Width - 40);
            if (view.Ui.NotesFocused && row == lines.Length - 1)
                painter.Line(panel.X + 16 + used, y - 14, panel.X + 16 + used, y + 4, Palette.Accent, 1.5f);
        }
    }

    private static (string Word, SKColor Colour) Word(WorklistEntry entry, InstrumentView view)
    {
        if (entry.Problem is not null)
            return (entry.Problem, Palette.Bad);
        var steps = $"{entry.Worklist!.Records.Length} steps";
        if (entry.Name == view.WorklistName)
            return ($"loaded, {steps}", Palette.Accent);
        return entry.IsNew ? ($"new, {steps}", Palette.Good) : (steps, Palette.Faint);
    }

    private static void Mark(Painter painter, float x, float y, bool done, bool current, bool failed)
    {
        if (failed)
        {
            painter.Circle(x, y, 8, Palette.Bad);
            painter.Line(x, y - 4, x, y + 1, SKColors.White, 2);
            painter.Circle(x, y + 4, 1.2f, SKColors.White);
        }
        else if (current)
        {
            painter.Shape(Palette.Accent, new SKPoint(x - 5, y - 6), new SKPoint(x + 6, y), new SKPoint(x - 5, y + 6));
        }
        else if (done)
        {
            painter.Line(x - 5, y, x - 1, y + 4, Palette.Good, 2);
            painter.Line(x - 1, y + 4, x + 6, y - 5, Palette.Good, 2);
        }
        else
        {
            painter.Ring(x, y, 4, Palette.Border, 1.5f);
        }
    }
}

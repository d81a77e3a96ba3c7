using Orchestrator.Abstractions;
using Orchestrator.Testbed.Instrument.Drawing;
using Orchestrator.Testbed.Instrument.Runs;
using Orchestrator.Testbed.Instrument.Screen;

namespace Orchestrator.Testbed.Instrument.Tests.Drawing;

public sealed class TextTests
{
    [Fact]
    public void The_embedded_faces_have_glyphs_for_everything_that_the_program_says()
    {
        using var font = new InstrumentFont();
        Assert.True(font.GlyphCount > 200);
        const string Used = "ABCXYZ abcxyz 0123456789 µl × … – ° % ( ) , . ; : ! ? \" ' / äöüß é €";
        Assert.Equal(Used, font.Printable(Used));
    }

    [Fact]
    public void A_character_without_a_glyph_is_shown_as_a_question_mark()
    {
        using var font = new InstrumentFont();
        Assert.Equal("a?b? c", font.Printable("a漢b😀\tc"));
    }

    [Fact]
    public void A_missing_or_broken_face_is_an_error_and_not_an_empty_picture()
    {
        Assert.Throws<InvalidOperationException>(() => InstrumentFont.Load("no-such-face.woff"));
        using var broken = new MemoryStream(new byte[1000]);
        Assert.Throws<InvalidOperationException>(() => InstrumentFont.Load(broken, "broken"));
    }

    [Theory]
    [InlineData(1920, 1080)]
    [InlineData(1024, 700)]
    public void Every_text_area_has_ink(int width, int height)
    {
        using var bench = new Bench(options => options with { Width = width, Height = height });
        bench.Instrument.Start();
        bench.RunUntil(RunState.Running);
        for (var tick = 0; tick < 12; tick++)
            bench.Time.Advance(TimeSpan.FromMilliseconds(50));
        bench.Click(bench.Instrument.Screen.NotesField);
        bench.Type("Seen");
        var geometry = new ScreenGeometry(width, height);
        var picture = bench.Picture();

        Ink(picture, width, "menu", ScreenGeometry.Menu(0), light: true);
        Ink(picture, width, "worklist name", geometry.Header with { Width = 250 });
        Ink(picture, width, "start button", geometry.Start);
        Ink(picture, width, "clock", geometry.Status with { X = width - 150, Width = 140 }, light: true);
        Ink(picture, width, "deck title", geometry.Deck with { Width = 80, Height = 30 });
        Ink(picture, width, "first step", ScreenGeometry.Row(geometry.Steps, 0));
        Ink(picture, width, "first worklist", ScreenGeometry.Row(geometry.Worklists, 0));
        Ink(picture, width, "first log line", ScreenGeometry.Row(geometry.Log, 0));
        Ink(picture, width, "notes", geometry.Notes with { Y = geometry.Notes.Y + 40, Height = 30, X = geometry.Notes.X + 8, Width = 60 });

        bench.RunUntil(RunState.Stopped);
        picture = bench.Picture();
        Ink(picture, width, "dialog title", geometry.Dialog with { X = geometry.Dialog.X + 80, Width = 250, Height = 60 }, light: true);
        Ink(picture, width, "dialog position", new PixelRect(geometry.Dialog.X + 150, geometry.Dialog.Y + 80, 200, 26));
        Ink(picture, width, "dialog cause", new PixelRect(geometry.Dialog.X + 150, geometry.Dialog.Y + 212, 300, 26));
        Ink(picture, width, "Retry", geometry.Retry, light: true);
        Ink(picture, width, "Abort", geometry.Abort);
    }

    /// <summary>At least 40 pixels that are clearly darker (or lighter) than the area's most common colour.</summary>
    private static void Ink(byte[] picture, int width, string what, PixelRect area, bool light = false)
    {
        var brightness = new List<int>();
        for (var y = area.Y; y < area.Bottom; y++)
        {
            for (var x = area.X; x < area.Right; x++)
            {
                var at = ((y * width) + x) * 4;
                brightness.Add((picture[at] + picture[at + 1] + picture[at + 2]) / 3);
            }
        }

        var ground = brightness.GroupBy(value => value).MaxBy(group => group.Count())!.Key;
        var ink = brightness.Count(value => light ? value > ground + 60 : value < ground - 60);
        Assert.True(ink >= 40, $"{what}: {ink} pixels of text on {ground}.");
    }
}

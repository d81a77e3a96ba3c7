using Orchestrator.Domain;
using Orchestrator.QuickSupport.Face.Screen;
using Orchestrator.QuickSupport.Tests.Support;

namespace Orchestrator.QuickSupport.Tests.Face;

public sealed class ScreenLayoutTests
{
    [Fact]
    [Trait("Requirement", "R-AUTHZ-5")]
    public void What_is_open_stands_there_with_its_countdown()
    {
        var model = new ScreenModel
        {
            Version = "0.1.0",
            IsDevelopment = true,
            Pin = "952211",
            View = Samples.View(Samples.Viewing, notice: "The technician pointed at something."),
            Chat = ["Technician: hello"],
        };

        var expected = """
            Orchestrator QuickSupport 0.1.0                               DEVELOPMENT BUILD
            ───────────────────────────────────────────────────────────────────────────────
            Session number  123 456 789      PIN  952 211
            Give this only to somebody you called yourself at the vendor's number.
            Technician: Ada Berg (ada, Vendor AG). Recognised.

            OPEN NOW
              ● sees this screen   19:00 left

            Technician: hello



            The technician pointed at something.
            ───────────────────────────────────────────────────────────────────────────────
            [p] pause the view   [r] take everything back   [c] chat   [e] end
            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), Drawn(model, 16));
    }

    [Fact]
    public void Before_there_is_a_session_the_step_is_shown()
    {
        var drawn = Drawn(new ScreenModel { Step = "Connecting to Vendor AG …" }, 10);

        Assert.Contains("Connecting to Vendor AG …", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("PIN", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain("DEVELOPMENT", drawn, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false, "(held)")]
    [InlineData(false, true, "YOU WERE AWAY")]
    public void A_held_view_says_so_in_words(bool paused, bool away, string word) =>
        Assert.Contains(word, Drawn(new ScreenModel { View = Samples.View(Samples.Viewing with { Paused = paused, Away = away }) }, 20), StringComparison.Ordinal);

    [Fact]
    public void Other_peoples_text_cant_move_the_cursor_or_hide()
    {
        var evil = Samples.Open with { Technician = Samples.Ada with { PrintedName = "A\u001b[2J\u202eB\r\nC" } };
        var model = new ScreenModel { View = Samples.View(evil), Chat = ["Technician: \u001b]0;x\u0007\u009b2J"], Prompt = ["\u001b[31mred"] };

        Assert.DoesNotContain(Drawn(model, 20), letter => letter != '\n' && (char.IsControl(letter) || letter == '\u202e'));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 5)]
    [InlineData(300, 100)]
    public void It_never_has_more_lines_than_the_terminal(int columns, int rows)
    {
        var model = new ScreenModel { View = Samples.View(Samples.Viewing), Prompt = [.. Enumerable.Repeat(new string('x', 500), 50)] };

        Assert.True(ScreenLayout.Draw(model, columns, rows).Count <= rows);
    }

    private static string Drawn(ScreenModel model, int rows) => string.Join('\n', ScreenLayout.Draw(model, 80, rows).Select(line => line.Text));
}

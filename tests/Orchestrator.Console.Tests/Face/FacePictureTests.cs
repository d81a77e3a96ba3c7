using System.Text.Json;
using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Domain;
using Orchestrator.Rfb;
using Orchestrator.Technicians.Face;

namespace Orchestrator.Technicians.Tests.Face;

public sealed class FacePictureTests
{
    private static readonly Instrument Handler = new("Fluent 1080", "SN-7", "Lab 3", "Debian 12", "0.1.0", new string('a', 64));

    [Fact]
    public void Before_the_digits_match_they_stand_there_in_two_groups()
    {
        var page = Page(new FaceState().After(new Notice.Changed(View(SessionState.Initial with { Phase = SessionPhase.Joined, PinAccepted = true }))));

        Assert.Contains("1 2 3     4 5 6", page, StringComparison.Ordinal);
        Assert.Contains("read these six digits aloud", page, StringComparison.Ordinal);
        Assert.Contains("waiting for the operator to type the digits", page, StringComparison.Ordinal);
        Assert.Contains("Fluent 1080 SN-7 Lab 3", page, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-5")]
    public void An_ask_shows_how_far_it_is_and_what_time_is_left()
    {
        var grant = new OpenGrant(new GrantId(1), Capability.ViewScreen, new SessionTime(1));
        var open = SessionState.Initial with { Phase = SessionPhase.Open, SasMatched = true, PinAccepted = true };
        var granted = open with { Grants = open.Grants.Add(grant.Id, grant) };
        var seen = new FaceState()
            .After(new Notice.Changed(View(open, new AskView(1, new AskId(1), Capability.ViewScreen, AskProgress.Seen, "") { Left = TimeSpan.FromSeconds(42.5) })));
        Assert.Matches("view screen +the operator sees it +42 s left to answer", Page(seen));

        var face = seen.After(new Notice.Changed(View(granted, new AskView(1, new AskId(1), Capability.ViewScreen, AskProgress.Granted, ""))));
        var page = Page(face);
        Assert.Matches("view screen +allowed +18:05 left", page);
        Assert.DoesNotContain("aloud", page, StringComparison.Ordinal);

        var over = Page(face.After(new Notice.Changed(View(open))));
        Assert.Matches("view screen +allowed +over", over);
    }

    [Fact]
    public void What_needs_a_supervisors_approval_is_said_with_the_command_that_asks_for_it()
    {
        var view = View(SessionState.Initial) with { ApprovalNeeded = CapabilitySet.Of(Capability.ControlInput, Capability.SendFile) };
        var page = string.Join(' ', FacePicture.Draw(new FaceState().After(new Notice.Changed(view)), 60).Select(line => line.Trim()));

        Assert.Contains("Here control and send-file need a supervisor's approval first", page, StringComparison.Ordinal);
        Assert.Contains("`orchestrator request NEW-NUMBER --capability control --capability send-file --reason TEXT`", page, StringComparison.Ordinal);
        Assert.DoesNotContain("approval", Page(new FaceState().After(new Notice.Changed(View(SessionState.Initial)))), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Text_of_the_other_side_cannot_command_the_terminal()
    {
        var page = Page(new FaceState().After(new Notice.Said("\e[2Jclear\r\nnext\u202Eevil")));

        Assert.Contains("Operator:  [2Jclear  next evil", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', page);
    }

    [Fact]
    public void A_screen_that_is_gone_is_said_in_full_on_a_narrow_terminal_and_the_picture_is_called_the_last()
    {
        var sentence = ScreenWords.Of(ScreenStatus.Unavailable);
        var face = (new FaceState { Screen = "800x600" }).After(new Notice.Changed(View(SessionState.Initial))).After(new Notice.ScreenChanged(ScreenStatus.Unavailable, sentence));

        Assert.Contains(sentence, string.Join(' ', FacePicture.Draw(face, 60).Select(line => line.Trim())), StringComparison.Ordinal);
        Assert.Contains("screen 800x600, GONE: the last picture", Page(face), StringComparison.Ordinal);
        Assert.DoesNotContain("GONE", Page(face.After(new Notice.ScreenChanged(ScreenStatus.Available, ""))), StringComparison.Ordinal);
    }

    [Fact]
    public void Scripts_and_logs_read_that_a_screen_is_gone()
    {
        var notice = new Notice.ScreenChanged(ScreenStatus.Failed, ScreenWords.Of(ScreenStatus.Failed));
        using var json = new StringWriter();
        using var text = new StringWriter();
        new JsonReport(json, TimeProvider.System).Told(notice);
        new TextReport(text).Told(notice);

        using var written = JsonDocument.Parse(json.ToString());
        Assert.Equal("screen", written.RootElement.GetProperty("type").GetString());
        Assert.Equal("failed", written.RootElement.GetProperty("status").GetString());
        Assert.Equal(notice.Sentence, written.RootElement.GetProperty("sentence").GetString());
        Assert.Contains(notice.Sentence, text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_line_is_wider_than_the_terminal() =>
        Assert.All(FacePicture.Draw(new FaceState().After(new Notice.Said(new string('x', 500))), 40), line => Assert.True(line.Length <= 40));

    private static string Page(FaceState face) => string.Join('\n', FacePicture.Draw(face, 200));

    private static ConsoleView View(SessionState state, params AskView[] asks) => new(
        state, Handler, "123456", asks, new Dictionary<GrantId, TimeSpan> { [new GrantId(1)] = TimeSpan.FromSeconds((18 * 60) + 5) }, "websocket to broker", "");
}

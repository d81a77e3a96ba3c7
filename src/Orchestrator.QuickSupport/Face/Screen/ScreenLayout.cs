using System.Globalization;
using Orchestrator.Domain;

namespace Orchestrator.QuickSupport.Face.Screen;

/// <summary>Draws the operator's screen as lines of text: pure, so that what a person sees can be held in a test.</summary>
internal static class ScreenLayout
{
    private const int Narrowest = 40;
    private const int Widest = 100;

    /// <summary>Lines for a terminal of this size, at most <paramref name="rows"/>.</summary>
    public static IReadOnlyList<ScreenLine> Draw(ScreenModel model, int columns, int rows)
    {
        var width = Math.Clamp(columns, Narrowest, Widest) - 1;
        var top = Top(model, width).ToList();
        var bottom = Bottom(model, width).ToList();
        var room = Math.Max(0, rows - top.Count - bottom.Count);
        var middle = (model.End ?? model.Prompt) is { } text
            ? text.SelectMany(line => ShownText.Wrap(line, width - 2)).Select(line => new ScreenLine("  " + line, model.End is null ? Tone.Question : Tone.Plain)).Take(room)
            : Middle(model, width).Take(room);
        List<ScreenLine> lines = [.. top, .. middle];
        while (lines.Count < rows - bottom.Count)
            lines.Add(new ScreenLine("", Tone.Plain));
        return [.. lines.Concat(bottom).Take(rows).Select(line => line with { Text = ShownText.Fit(line.Text, width) })];
    }

    private static IEnumerable<ScreenLine> Top(ScreenModel model, int width)
    {
        var title = $"Orchestrator QuickSupport {model.Version}";
        var mark = model.IsDevelopment ? "DEVELOPMENT BUILD" : "";
        yield return new ScreenLine(title + mark.PadLeft(Math.Max(mark.Length + 1, width - title.Length)), model.IsDevelopment ? Tone.Warning : Tone.Title);
        yield return new ScreenLine(new string('─', width), Tone.Plain);
        if (model.View?.State is { Number: { } number } state)
        {
            yield return new ScreenLine($"Session number  {number.Spoken()}      PIN  {Spoken(model.Pin)}", Tone.Title);
            yield return new ScreenLine("Give this only to somebody you called yourself at the vendor's number.", Tone.Plain);
            yield return new ScreenLine(Standing(model, state), Tone.Plain);
        }
        else
        {
            yield return new ScreenLine(model.End is null ? model.Step : "", Tone.Plain);
        }

        yield return new ScreenLine("", Tone.Plain);
    }

    private static IEnumerable<ScreenLine> Middle(ScreenModel model, int width)
    {
        if (model.View is { } view && view.State.Phase is SessionPhase.Open)
        {
            yield return new ScreenLine(view.State.Grants.IsEmpty ? "Nothing is open: nobody sees or controls anything." : "OPEN NOW", Tone.Title);
            foreach (var grant in view.State.Grants.Values)
            {
                var state = StateWord(view, grant);
                var file = view.State.ChannelOf(grant.Id)?.File is { } offer ? $" “{ShownText.Of(offer.Name)}”" : "";
                yield return new ScreenLine($"  ● {CapabilityWords.Of(grant.Capability)}{file}   {Countdown(grant.Until - view.Now)} left{state}", state.Length == 0 ? Tone.Open : Tone.Warning);
            }

            yield return new ScreenLine("", Tone.Plain);
        }

        foreach (var line in model.Remarks.SelectMany(remark => ShownText.Wrap(remark, width)))
            yield return new ScreenLine(line, Tone.Warning);
        foreach (var line in model.Chat.SelectMany(said => ShownText.Wrap(said, width)))
            yield return new ScreenLine(line, Tone.Plain);
    }

    private static IEnumerable<ScreenLine> Bottom(ScreenModel model, int width)
    {
        var notice = model.Notice.Length > 0 ? model.Notice : model.View?.Notice ?? "";
        foreach (var line in ShownText.Wrap(notice, width).Where(line => line.Length > 0).Take(3))
            yield return new ScreenLine(line, Tone.Warning);
        if (model.Entry is { } entry && model.Prompt is null)
            yield return new ScreenLine($"{entry.Question} {ShownText.Of(entry.Typed)}▏", Tone.Question);
        yield return new ScreenLine(new string('─', width), Tone.Plain);
        yield return new ScreenLine(model.End is null ? Keys(model) : "Press any key to close.", Tone.Title);
    }

    private static string Keys(ScreenModel model) => model switch
    {
        // While a question is open everything else is held, and letters belong to the answer.
        { Prompt: not null } => "[Ctrl-C] end everything",
        { View.State.Paused: true } => "[p] let the view go on   [r] take everything back   [c] chat   [e] end",
        _ => "[p] pause the view   [r] take everything back   [c] chat   [e] end",
    };

    private static string Standing(ScreenModel model, SessionState state) => state switch
    {
        { Phase: SessionPhase.Waiting } => "Waiting for the technician.",
        { Technician: { } who } => $"Technician: {ShownText.Of(who.PrintedName)} ({ShownText.Of(who.Account)}, {ShownText.Of(who.Organisation)}). {Progress(model, state)}",
        _ => "",
    };

    private static string Progress(ScreenModel model, SessionState state) => state switch
    {
        { LinksDown.IsEmpty: false } => "THE CONNECTION IS LOST: everything is held.",
        { Away: true } => "YOU WERE AWAY: everything is held. Press any key.",
        { Paused: true } => "THE VIEW IS PAUSED.",
        { Phase: SessionPhase.Joined } when model.View!.Sas => "Compare the six digits to be sure who it is.",
        { Phase: SessionPhase.Joined } => "Waiting for the technician's PIN.",
        { Phase: SessionPhase.Open } => "Recognised.",
        _ => "",
    };

    private static string StateWord(Orchestrator.Actors.Sessions.AtInstrument.OperatorView view, OpenGrant grant) =>
        view.State.ChannelOf(grant.Id) is { } channel && view.State.GateOf(channel.Id, view.Now) == GateState.Open ? "" : "   (held)";

    private static string Countdown(TimeSpan left) =>
        left <= TimeSpan.Zero ? "0:00" : $"{((int)left.TotalMinutes).ToString(CultureInfo.InvariantCulture)}:{left.Seconds.ToString("D2", CultureInfo.InvariantCulture)}";

    private static string Spoken(string pin) => pin.Length == 6 ? $"{pin[..3]} {pin[3..]}" : pin;
}

/// <summary>One line of the screen and how it is meant.</summary>
/// <param name="Text">Without control characters.</param>
/// <param name="Tone">Shown as a colour where there are colours.</param>
internal readonly record struct ScreenLine(string Text, Tone Tone);

/// <summary>How a line is meant.</summary>
internal enum Tone
{
    /// <summary>Plain.</summary>
    Plain,

    /// <summary>A heading, or what is read out.</summary>
    Title,

    /// <summary>Something is open.</summary>
    Open,

    /// <summary>Look here.</summary>
    Warning,

    /// <summary>An answer is wanted.</summary>
    Question,
}

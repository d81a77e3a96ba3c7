using System.Globalization;
using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Domain;
using Orchestrator.Rfb;

namespace Orchestrator.Technicians.Face;

/// <summary>The terminal face as lines of text: pure, readable without colour.</summary>
internal static class FacePicture
{
    private const string Keys = "v view  c control  s send  f fetch  p put clipboard  g get clipboard  t chat  o shot  r release view  q end";

    /// <summary>The lines, each at most <paramref name="width"/> wide.</summary>
    public static IReadOnlyList<string> Draw(FaceState face, int width)
    {
        var lines = new List<string> { face.IsDevelopment ? "ORCHESTRATOR console   DEVELOPMENT build" : "ORCHESTRATOR console" };
        if (face.View is { } view)
        {
            Head(lines, face, view);
            if (!view.ApprovalNeeded.IsEmpty)
            {
                Section(lines, "APPROVAL", Words.Wrap(ApprovalHint.Of(view.ApprovalNeeded), width - 2));
            }

            Section(lines, "ASKS", face.Asks.Select(ask => Ask(ask, view)));
            Section(lines, "FILES", face.Transfers.Select(File));
        }

        Section(lines, "SAID AND DONE", face.Lines.SelectMany(line => Words.Wrap(line, width - 2)));
        lines.Add("");
        lines.Add(face.Question is { } question ? $"{question}: {face.Answer}_" : KeysOf(face.View?.State));
        return [.. lines.Select(line => line.Length <= width ? line : line[..width])];
    }

    private static string KeysOf(SessionState? state) => state switch
    {
        { Phase: SessionPhase.Open } => Keys,
        { PinAccepted: false, PinFailures: > 0 } => "n another PIN  q end",
        _ => "q end",
    };

    private static void Head(List<string> lines, FaceState face, ConsoleView view)
    {
        var instrument = view.State.Instrument ?? view.Instrument;
        lines.Add($"Instrument  {Words.OneLine(instrument.Name)} {Words.OneLine(instrument.Serial)} {Words.OneLine(instrument.Site)}");
        lines.Add($"OS          {Words.OneLine(instrument.OperatingSystem)}   QuickSupport {Words.OneLine(instrument.Version)}   screen {Screen(face)}");
        lines.Add($"Hop         {view.Hop}");
        lines.Add($"State       {State(view)}");
        if (face.Viewer.Length > 0)
        {
            lines.Add($"Viewer      {face.Viewer}");
        }

        if (view.Sas.Length > 0 && !view.State.SasMatched)
        {
            lines.Add("");
            lines.Add($"     {string.Join(' ', view.Sas[..3].AsEnumerable())}     {string.Join(' ', view.Sas[3..].AsEnumerable())}      read these six digits aloud; the operator types them");
        }
    }

    private static string Screen(FaceState face) => face switch
    {
        { Screen.Length: 0 } => "not shown",
        { ScreenStatus: ScreenStatus.Available } => face.Screen,
        _ => $"{face.Screen}, GONE: the last picture",
    };

    private static string State(ConsoleView view)
    {
        var state = view.State;
        var words = state.Phase switch
        {
            SessionPhase.New or SessionPhase.Waiting => "waiting for the instrument",
            SessionPhase.Joined when !state.PinAccepted => state.PinFailures > 0 ? "the PIN was wrong" : "PIN sent",
            SessionPhase.Joined => "waiting for the operator to type the digits",
            SessionPhase.Open => "open",
            _ => "over",
        };
        string[] more = [words, state.Paused ? "view PAUSED by the operator" : "", state.Away ? "operator AWAY: everything is held" : "", view.Link];
        return string.Join(", ", more.Where(m => m.Length > 0));
    }

    private static string Ask(AskView ask, ConsoleView view)
    {
        var left = ask.Progress switch
        {
            AskProgress.Seen => string.Create(CultureInfo.InvariantCulture, $"{(int)ask.Left.TotalSeconds} s left to answer"),
            AskProgress.Granted when view.State.GrantOf(ask.Capability) is { } grant && view.Remaining.TryGetValue(grant.Id, out var span) =>
                string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)span.TotalMinutes)}:{Math.Max(0, span.Seconds):00} left"),
            AskProgress.Granted => "over",
            _ => Words.OneLine(ask.Sentence),
        };
        return $"{Words.Of(ask.Capability),-30}{Words.Of(ask.Progress),-24}{left}";
    }

    private static string File(Transfer transfer)
    {
        var way = transfer.Capability == Capability.SendFile ? "to the instrument  " : "from the instrument";
        var state = transfer.State switch
        {
            TransferState.Done => "whole, hash checked",
            TransferState.Failed => Words.OneLine(transfer.Sentence),
            _ => string.Create(CultureInfo.InvariantCulture, $"{(transfer.Size > 0 ? transfer.Bytes * 100 / transfer.Size : 0)} %"),
        };
        return $"{way}  {Words.OneLine(transfer.Name)}  {transfer.Size} bytes  {state}";
    }

    private static void Section(List<string> lines, string title, IEnumerable<string> content)
    {
        var first = true;
        foreach (var line in content)
        {
            if (first)
            {
                lines.Add("");
                lines.Add(title);
                first = false;
            }

            lines.Add("  " + line);
        }
    }
}

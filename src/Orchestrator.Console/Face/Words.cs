using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Domain;

namespace Orchestrator.Technicians.Face;

/// <summary>The face's words. What the other side sent is cut to one safe line first: nobody writes control sequences into this terminal.</summary>
internal static class Words
{
    private const int MaxLine = 2000;

    public static string Of(Instrument instrument)
    {
        string[] parts = [instrument.Name, instrument.Serial, instrument.Site, instrument.OperatingSystem, "QuickSupport " + instrument.Version];
        return OneLine(string.Join(" · ", parts.Where(p => p.Length > 0)));
    }

    public static string Of(AskView ask) => $"{Of(ask.Capability)}: {Of(ask.Progress)}{(ask.Sentence.Length > 0 ? $" ({OneLine(ask.Sentence)})" : "")}";

    public static string Of(Capability capability) => capability switch
    {
        Capability.ViewScreen => "view screen",
        Capability.ControlInput => "control",
        Capability.SendFile => "send file",
        Capability.FetchFile => "fetch file",
        Capability.ClipboardTo => "clipboard to the instrument",
        Capability.ClipboardFrom => "clipboard from the instrument",
        _ => capability.ToString(),
    };

    public static string Of(AskProgress progress) => progress switch
    {
        AskProgress.Asked => "asked",
        AskProgress.Received => "at the instrument",
        AskProgress.Seen => "the operator sees it",
        AskProgress.Granted => "allowed",
        AskProgress.Ended => "not allowed",
        AskProgress.Rejected => "can't be asked",
        _ => progress.ToString(),
    };

    /// <summary>Digits in two groups.</summary>
    public static string Spoken(string sas) => sas.Length == 6 ? sas.Insert(3, " ") : sas;

    /// <summary>Without control characters and line breaks, at most 2,000 characters.</summary>
    public static string OneLine(string text) => new([.. text.Take(MaxLine).Select(c => char.IsControl(c) || IsTricky(c) ? ' ' : c)]);

    /// <summary>Broken at blanks into lines of at most <paramref name="width"/> characters; a longer word is left to be cut.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        while (text.Length > width && text.LastIndexOf(' ', width) is > 0 and var blank)
        {
            yield return text[..blank];
            text = text[(blank + 1)..];
        }

        yield return text;
    }

    // Directional overrides could show one text and mean another.
    private static bool IsTricky(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F';
}

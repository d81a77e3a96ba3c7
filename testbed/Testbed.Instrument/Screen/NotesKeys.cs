using System.Text;

namespace Orchestrator.Testbed.Instrument.Screen;

/// <summary>Typing into the notes field: text at its end, BackSpace, Return, Ctrl+A/C/X/V. Works on X11 keysyms.</summary>
internal sealed class NotesKeys
{
    internal const int MaxLength = 2000;

    private const uint BackSpace = 0xFF08;
    private const uint Return = 0xFF0D;
    private const uint KeypadEnter = 0xFF8D;
    private const uint ControlLeft = 0xFFE3;
    private const uint ControlRight = 0xFFE4;
    private const uint UnicodeBase = 0x0100_0000;
    private bool _control;
    private bool _allSelected;

    /// <summary>The field's text after the key; the clipboard is read or replaced for Ctrl+V, Ctrl+C and Ctrl+X.</summary>
    internal string Press(uint keysym, bool down, string text, ref string? clipboard, bool focused)
    {
        if (keysym is ControlLeft or ControlRight)
        {
            _control = down;
            return text;
        }

        if (!down || !focused)
            return text;
        if (_control)
            return Shortcut(keysym, text, ref clipboard);

        var kept = _allSelected ? "" : text;
        switch (keysym)
        {
            case BackSpace:
                var selected = _allSelected;
                _allSelected = false;
                return selected ? "" : DropLast(text);
            case Return or KeypadEnter:
                _allSelected = false;
                return Bounded(kept + "\n");
            default:
                if (ToText(keysym) is not { } typed)
                    return text;
                _allSelected = false;
                return Bounded(kept + typed);
        }
    }

    private string Shortcut(uint keysym, string text, ref string? clipboard)
    {
        switch (char.ToLowerInvariant((char)(keysym & 0xFFFF)))
        {
            case 'a':
                _allSelected = true;
                return text;
            case 'c':
                clipboard = text;
                return text;
            case 'x':
                clipboard = text;
                _allSelected = false;
                return "";
            case 'v':
                var kept = _allSelected ? "" : text;
                _allSelected = false;
                return Bounded(kept + (clipboard ?? "").ReplaceLineEndings("\n"));
            default:
                return text;
        }
    }

    private static string? ToText(uint keysym) => keysym switch
    {
        >= 0x20 and <= 0x7E or >= 0xA0 and <= 0xFF => ((char)keysym).ToString(),
        0x20AC => "€",
        > UnicodeBase when Rune.TryCreate(keysym - UnicodeBase, out var rune) && !Rune.IsControl(rune) => rune.ToString(),
        _ => null,
    };

    private static string DropLast(string text) =>
        text.Length == 0 ? text : text[..^(text.Length > 1 && char.IsLowSurrogate(text[^1]) ? 2 : 1)];

    private static string Bounded(string text) => text.Length <= MaxLength ? text : text[..MaxLength];
}

namespace Orchestrator.Plugins.Capture.X11.Input;

/// <summary>
/// Characters that have a keysym older than Unicode (X protocol, appendix A). Keyboard layouts name these, so a character must be looked
/// for under the old name; and the X server knows upper and lower case of the old ones only.
/// </summary>
internal static class NamedKeysyms
{
    /// <summary>Runs of lower-case letters whose keysyms are consecutive; a blank is a keysym of something else.</summary>
    private static readonly (uint First, string Letters)[] Letters =
    [
        (0x1B1, "ą ł ľś  šşťź žż"),
        (0x1E0, "ŕ  ă ĺć č ę ě  ďđńň  ő  řů ű  ţ"),
        (0x6A1, "ђѓёєѕіїјљњћќґўџ"),
        (0x6C0, "юабцдефгхийклмнопярстужвьызшэщчъ"),
        (0x7B1, "άέήίϊ όύϋ ώ"),
        (0x7E1, "αβγδεζηθικλμνξοπρσςτυφχψω"),
    ];

    /// <summary>Runs of other characters.</summary>
    private static readonly (uint First, string Characters)[] Others =
    [
        (0x6B0, "№"),
        (0x8BC, "≤≠≥"),
        (0x8FB, "←↑→↓"),
        (0xAA9, "—–"),
        (0xAAE, "…"),
        (0xAC9, "™"),
        (0xAD0, "‘’“”"),
        (0xAFD, "‚„"),
        (0x13BC, "ŒœŸ"),
        (0x20AC, "€"),
    ];

    private static readonly Dictionary<int, uint> OfCharacter = Build();

    /// <summary>The old keysym of a character; 0 when it has none.</summary>
    public static uint Find(uint codePoint) => OfCharacter.GetValueOrDefault((int)codePoint);

    private static Dictionary<int, uint> Build()
    {
        var found = new Dictionary<int, uint>();
        foreach (var (first, letters) in Letters)
        {
            for (var at = 0; at < letters.Length; at++)
            {
                var keysym = first + (uint)at;
                if (letters[at] == ' ')
                    continue;
                found[letters[at]] = keysym;
                if (Keysyms.Cases(keysym).Upper is var upper && upper != keysym)
                    found[char.ToUpperInvariant(letters[at])] = upper;
            }
        }

        foreach (var (first, characters) in Others)
        {
            for (var at = 0; at < characters.Length; at++)
                found[characters[at]] = first + (uint)at;
        }

        return found;
    }
}

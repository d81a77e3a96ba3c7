using System.Text;

namespace Orchestrator.Plugins.Capture.X11.Input;

/// <summary>Facts about X11 keysyms (X protocol, appendix A).</summary>
internal static class Keysyms
{
    public const uint None = 0;
    public const uint Level3Shift = 0xFE03;
    public const uint NumLock = 0xFF7F;

    private const uint UnicodeBase = 0x01000000;

    /// <summary>The one name of a keysym: of the two that many characters have, the one older than Unicode.</summary>
    public static uint Normalise(uint keysym) => keysym switch
    {
        >= UnicodeBase + 0x20 and <= UnicodeBase + 0x7E => keysym - UnicodeBase,
        >= UnicodeBase + 0xA0 and <= UnicodeBase + 0xFF => keysym - UnicodeBase,
        > UnicodeBase and <= UnicodeBase + 0x10FFFF when NamedKeysyms.Find(keysym - UnicodeBase) is not None and var named => named,
        _ => keysym,
    };

    /// <summary>True for a letter whose other case the X server doesn't know, so that Caps Lock does as it likes with it.</summary>
    public static bool IsLetterUnknownToServers(uint keysym) =>
        keysym > UnicodeBase && Cases(keysym) is var (lower, upper) && lower != upper;

    /// <summary>Shift, Control, Lock, Alt and their kin: keys that change what others mean.</summary>
    public static bool IsModifier(uint keysym) =>
        keysym is (>= 0xFFE1 and <= 0xFFEE) or (>= 0xFE01 and <= 0xFE13) or 0xFF7E or NumLock;

    /// <summary>Keypad keysyms that Num Lock selects.</summary>
    public static bool IsKeypadDigit(uint keysym) => keysym is (>= 0xFFAC and <= 0xFFB9) or 0xFFBD;

    /// <summary>
    /// Keysyms that a spare key may be given: characters, dead keys, function keys, media keys. Not those that command the
    /// X server itself (switching consoles, breaking grabs, ending it) and not modifiers.
    /// </summary>
    public static bool MayBeBorrowed(uint keysym) => keysym switch
    {
        >= 0x20 and < 0xFD00 => true,
        >= 0xFE50 and <= 0xFE93 => true,
        >= 0xFF00 and <= 0xFFFF => !IsModifier(keysym),
        >= 0x1008FF00 and <= 0x1008FFFF => true,
        >= UnicodeBase + 0x100 and <= UnicodeBase + 0x10FFFF => Rune.IsValid((int)(keysym - UnicodeBase)),
        _ => false,
    };

    /// <summary>The pair of a letter's two cases; both the same when it has one.</summary>
    public static (uint Lower, uint Upper) Cases(uint keysym)
    {
        var upper = ToUpper(keysym);
        return upper != keysym ? (keysym, upper) : (ToLower(keysym), keysym);
    }

    private static uint ToUpper(uint keysym) => keysym switch
    {
        >= 0x61 and <= 0x7A => keysym - 0x20,
        >= 0xE0 and <= 0xFE and not 0xF7 => keysym - 0x20,
        >= 0x1B1 and <= 0x1BF and not (0x1B2 or 0x1B7 or 0x1BD) => keysym - 0x10,
        >= 0x1E0 and <= 0x1FE and not 0x1F7 => keysym - 0x20,
        >= 0x6A1 and <= 0x6AF => keysym + 0x10,
        >= 0x6C0 and <= 0x6DF => keysym + 0x20,
        >= 0x7B1 and <= 0x7BB and not (0x7B6 or 0x7BA) => keysym - 0x10,
        >= 0x7E1 and <= 0x7F9 and not 0x7F3 => keysym - 0x20,
        _ => OfUnicode(keysym, Rune.ToUpperInvariant),
    };

    private static uint ToLower(uint keysym) => keysym switch
    {
        >= 0x41 and <= 0x5A => keysym + 0x20,
        >= 0xC0 and <= 0xDE and not 0xD7 => keysym + 0x20,
        >= 0x1A1 and <= 0x1AF and not (0x1A2 or 0x1A7 or 0x1AD) => keysym + 0x10,
        >= 0x1C0 and <= 0x1DE and not 0x1D7 => keysym + 0x20,
        >= 0x6B1 and <= 0x6BF => keysym - 0x10,
        >= 0x6E0 and <= 0x6FF => keysym - 0x20,
        >= 0x7A1 and <= 0x7AB and not (0x7A6 or 0x7AA) => keysym + 0x10,
        >= 0x7C1 and <= 0x7D9 and not 0x7D3 => keysym + 0x20,
        _ => OfUnicode(keysym, Rune.ToLowerInvariant),
    };

    private static uint OfUnicode(uint keysym, Func<Rune, Rune> convert) =>
        keysym > UnicodeBase && Rune.TryCreate(keysym - UnicodeBase, out var rune)
            ? UnicodeBase + (uint)convert(rune).Value
            : keysym;
}

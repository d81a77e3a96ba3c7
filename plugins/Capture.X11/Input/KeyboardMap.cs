using System.Runtime.InteropServices;
using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Native;

namespace Orchestrator.Plugins.Capture.X11.Input;

/// <summary>
/// The display's keyboard mapping: which key, with which of Shift and AltGr, gives which keysym. A key's symbols are, by
/// place: 0, 1 first layout plain and shifted; 2, 3 second layout; 4, 5 first layout with AltGr; 6, 7 second with AltGr.
/// </summary>
internal sealed class KeyboardMap
{
    private const ushort ShiftMask = 1;
    private const ushort LockMask = 2;
    private const int GroupShift = 13;

    private readonly byte firstCode;
    private readonly int perCode;
    private readonly uint[] symbols;
    private readonly byte[] modifierCodes;
    private readonly ushort level3Mask;
    private readonly ushort numLockMask;

    private KeyboardMap(byte firstCode, int perCode, uint[] symbols, byte[] modifierCodes)
    {
        this.firstCode = firstCode;
        this.perCode = perCode;
        this.symbols = symbols;
        this.modifierCodes = modifierCodes;
        level3Mask = MaskOf(Keysyms.Level3Shift);
        numLockMask = MaskOf(Keysyms.NumLock);
    }

    /// <summary>Every key code that the server has.</summary>
    public IEnumerable<byte> Codes => Enumerable.Range(firstCode, symbols.Length / perCode).Select(code => (byte)code);

    /// <summary>Key codes of Shift.</summary>
    public IEnumerable<byte> ShiftCodes => CodesOfModifier(0);

    /// <summary>The key of Caps Lock; 0 when the layout has none.</summary>
    public byte CapsLockCode => CodesOfModifier(1).FirstOrDefault();

    /// <summary>The key of AltGr; 0 when the layout has none.</summary>
    public byte Level3Code => Codes.FirstOrDefault(code => Symbol(code, 0) == Keysyms.Level3Shift);

    /// <summary>Reads the mapping; null when the server gave none.</summary>
    public static KeyboardMap? Read(XLink link)
    {
        var (first, last) = (link.Setup.MinKeycode, link.Setup.MaxKeycode);
        using var keys = link.Wait(Xcb.GetKeyboardMapping(link.Connection, first, (byte)(last - first + 1)));
        using var modifiers = link.Wait(Xcb.GetModifierMapping(link.Connection));
        if (keys.IsNone || modifiers.IsNone || keys.Bytes[1] == 0)
            return null;
        return new KeyboardMap(first, keys.Bytes[1], MemoryMarshal.Cast<byte, uint>(keys.Tail).ToArray(), modifiers.Tail.ToArray());
    }

    /// <summary>The symbol at a place of a key; 0 when there is none.</summary>
    public uint Symbol(byte code, int place) =>
        place < perCode && code >= firstCode ? symbols[((code - firstCode) * perCode) + place] : Keysyms.None;

    /// <summary>True when a key means nothing in any layout and modifies nothing: free to be borrowed.</summary>
    public bool IsSpare(byte code) =>
        Enumerable.Range(0, perCode).All(place => Symbol(code, place) == Keysyms.None) && !modifierCodes.Contains(code);

    /// <summary>True when the key shows this keysym at any place.</summary>
    public bool Shows(byte code, uint keysym) =>
        Enumerable.Range(0, perCode).Any(place => Keysyms.Normalise(Symbol(code, place)) == keysym);

    /// <summary>Reads the state out of a pointer query.</summary>
    public ModifierState StateOf(ushort mask) => new(
        (mask & ShiftMask) != 0,
        level3Mask != 0 && (mask & level3Mask) != 0,
        (mask & LockMask) != 0,
        numLockMask != 0 && (mask & numLockMask) != 0,
        (mask >> GroupShift) & 1);

    /// <summary>The way to a keysym that needs the fewest modifiers changed; null when no key has it.</summary>
    public Stroke? Find(uint keysym, ModifierState state)
    {
        Stroke? best = null;
        foreach (var code in Codes)
        {
            for (var level = 0; level < 4; level++)
            {
                if (Keysyms.Normalise(Level(code, state.Group, level)) != keysym)
                    continue;
                var stroke = StrokeAt(code, level, state);
                if (best is null || stroke.Changes(state) < best.Value.Changes(state))
                    best = stroke;
            }
        }

        return best;
    }

    private Stroke StrokeAt(byte code, int level, ModifierState state)
    {
        var (plain, shifted) = (Level(code, state.Group, 0), Level(code, state.Group, 1));
        var (third, fourth) = (Level(code, state.Group, 2), Level(code, state.Group, 3));
        var shiftMatters = Differs(plain, shifted) || Differs(third, fourth);
        var level3Matters = Differs(plain, third) || Differs(shifted, fourth);
        var shift = (level & 1) == 1;
        if (Inverts(plain, shifted, state))
            shift = !shift;
        var withoutCapsLock = state.CapsLock && Keysyms.IsLetterUnknownToServers(Keysyms.Normalise(Level(code, state.Group, level)));
        return new Stroke(code, shiftMatters ? shift : null, level3Matters ? level >= 2 : null, withoutCapsLock);
    }

    private static bool Differs(uint symbol, uint other) => other != Keysyms.None && other != symbol;

    /// <summary>Caps Lock swaps the two cases of a letter, Num Lock the two faces of a keypad key.</summary>
    private static bool Inverts(uint plain, uint shifted, ModifierState state) =>
        (state.CapsLock && plain != shifted && Keysyms.Cases(plain) == (plain, shifted) && !Keysyms.IsLetterUnknownToServers(plain))
        || (state.NumLock && Keysyms.IsKeypadDigit(shifted));

    private uint Level(byte code, int group, int level)
    {
        // A key with one layout only means the same in all.
        if (group == 1 && Symbol(code, 2) == Keysyms.None && Symbol(code, 3) == Keysyms.None)
            group = 0;
        return Symbol(code, (group * 2) + (level < 2 ? level : level + 2));
    }

    private ushort MaskOf(uint keysym)
    {
        for (var modifier = 0; modifier < 8; modifier++)
        {
            if (CodesOfModifier(modifier).Any(code => Shows(code, keysym)))
                return (ushort)(1 << modifier);
        }

        return 0;
    }

    private IEnumerable<byte> CodesOfModifier(int modifier)
    {
        var each = modifierCodes.Length / 8;
        return modifierCodes.Skip(modifier * each).Take(each).Where(code => code != 0);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Orchestrator.Technicians;

/// <summary>X11 keysyms (RFC 6143, 7.5.4) of characters and of named keys.</summary>
internal static class Keysyms
{
    private const uint Unicode = 0x0100_0000;
    private const uint F1 = 0xFFBE;

    private static readonly Dictionary<string, uint> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Return"] = 0xFF0D, ["Enter"] = 0xFF0D, ["Escape"] = 0xFF1B, ["Esc"] = 0xFF1B, ["Tab"] = 0xFF09, ["BackSpace"] = 0xFF08,
        ["Delete"] = 0xFFFF, ["Insert"] = 0xFF63, ["Home"] = 0xFF50, ["End"] = 0xFF57, ["Page_Up"] = 0xFF55, ["PageUp"] = 0xFF55,
        ["Page_Down"] = 0xFF56, ["PageDown"] = 0xFF56, ["Left"] = 0xFF51, ["Up"] = 0xFF52, ["Right"] = 0xFF53, ["Down"] = 0xFF54,
        ["Space"] = 0x20, ["Plus"] = 0x2B, ["Menu"] = 0xFF67, ["Print"] = 0xFF61, ["Pause"] = 0xFF13,
        ["Shift"] = 0xFFE1, ["Ctrl"] = 0xFFE3, ["Control"] = 0xFFE3, ["Alt"] = 0xFFE9, ["AltGr"] = 0xFE03, ["Super"] = 0xFFEB, ["Meta"] = 0xFFE7,
    };

    /// <summary>One keysym for each character; a line break is Return.</summary>
    public static IEnumerable<uint> OfText(string text)
    {
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            yield return Of(rune);
        }
    }

    /// <summary>A key by name, modifiers before it with <c>+</c>. In the order of pressing.</summary>
    public static bool TryParse(string name, [NotNullWhen(true)] out IReadOnlyList<uint>? keysyms)
    {
        keysyms = null;
        var found = new List<uint>();
        foreach (var part in name.Split('+'))
        {
            if (Find(part) is not { } keysym)
            {
                return false;
            }

            found.Add(keysym);
        }

        keysyms = found;
        return true;
    }

    private static uint? Find(string part)
    {
        if (Names.TryGetValue(part, out var named))
        {
            return named;
        }

        if (part is ['F' or 'f', ..] && int.TryParse(part.AsSpan(1), System.Globalization.NumberStyles.None, null, out var number) && number is >= 1 and <= 24)
        {
            return F1 + (uint)number - 1;
        }

        return Rune.DecodeFromUtf16(part, out var rune, out var used) == System.Buffers.OperationStatus.Done && used == part.Length ? Of(rune) : null;
    }

    // Latin-1 characters are their own keysyms; the others have theirs by their number (the community's agreement, as in rfbproto).
    private static uint Of(Rune rune) => rune.Value switch
    {
        '\n' => 0xFF0D,
        '\t' => 0xFF09,
        >= 0x20 and <= 0x7E or >= 0xA0 and <= 0xFF => (uint)rune.Value,
        var other => Unicode + (uint)other,
    };
}

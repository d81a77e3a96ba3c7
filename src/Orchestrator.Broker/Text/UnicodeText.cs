using System.Runtime.InteropServices;
using System.Text;

namespace Orchestrator.Broker.Text;

/// <summary>
/// Normalisation form KC and case folding, from embedded tables. The broker runs without ICU, and there the platform's own
/// <c>Normalize</c> leaves everything but ASCII unchanged, silently: two spellings of one password would differ.
/// </summary>
internal static class UnicodeText
{
    private const int HangulBase = 0xAC00;
    private const int LeadBase = 0x1100;
    private const int VowelBase = 0x1161;
    private const int TrailBase = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TrailCount = 28;

    /// <summary>True when the text has no lone surrogate.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return false;
            }

            i++;
        }

        return true;
    }

    /// <summary>Number of code points of well-formed text.</summary>
    public static int CountCodePoints(string text) => text.EnumerateRunes().Count();

    /// <summary>NFKC.</summary>
    public static string Normalize(string text) => Ascii.IsValid(text) ? text : ToText(Compose(Decompose(text.EnumerateRunes().Select(r => r.Value))));

    /// <summary>A key that is the same for every spelling of one name: NFKC, folded, NFKC again.</summary>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var foldings = UnicodeTables.Instance.Foldings;
        var folded = Normalize(text).EnumerateRunes().SelectMany(r => foldings.TryGetValue(r.Value, out var to) ? to : [r.Value]);
        return ToText(Compose(Decompose(folded)));
    }

    private static List<int> Decompose(IEnumerable<int> codePoints)
    {
        var tables = UnicodeTables.Instance;
        var result = new List<int>();
        foreach (var cp in codePoints)
        {
            if (cp is >= HangulBase and < HangulBase + (LeadCount * VowelCount * TrailCount))
            {
                var index = cp - HangulBase;
                result.Add(LeadBase + (index / (VowelCount * TrailCount)));
                result.Add(VowelBase + (index % (VowelCount * TrailCount) / TrailCount));
                if (index % TrailCount > 0)
                {
                    result.Add(TrailBase + (index % TrailCount));
                }
            }
            else if (tables.Decompositions.TryGetValue(cp, out var parts))
            {
                result.AddRange(parts);
            }
            else
            {
                result.Add(cp);
            }
        }

        Order(result);
        return result;
    }

    /// <summary>Canonical ordering: a stable sort of each run of combining marks by class.</summary>
    private static void Order(List<int> codePoints)
    {
        for (var start = 0; start < codePoints.Count; start++)
        {
            var end = start;
            while (end < codePoints.Count && Class(codePoints[end]) != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                var sorted = codePoints[start..end].OrderBy(Class).ToArray();
                sorted.CopyTo(CollectionsMarshal.AsSpan(codePoints)[start..end]);
            }

            start = Math.Max(start, end - 1);
        }
    }

    private static List<int> Compose(List<int> codePoints)
    {
        var result = new List<int>(codePoints.Count);
        var starter = -1;
        var lastClass = -1;
        foreach (var cp in codePoints)
        {
            var combining = Class(cp);
            var blocked = lastClass != -1 && lastClass >= combining;
            if (starter >= 0 && !blocked && Pair(result[starter], cp) is { } composed)
            {
                result[starter] = composed;
                continue;
            }

            if (combining == 0)
            {
                starter = result.Count;
                lastClass = -1;
            }
            else
            {
                lastClass = combining;
            }

            result.Add(cp);
        }

        return result;
    }

    private static int? Pair(int first, int second)
    {
        if (first is >= LeadBase and < LeadBase + LeadCount && second is >= VowelBase and < VowelBase + VowelCount)
        {
            return HangulBase + ((((first - LeadBase) * VowelCount) + second - VowelBase) * TrailCount);
        }

        if (first is >= HangulBase and < HangulBase + (LeadCount * VowelCount * TrailCount)
            && (first - HangulBase) % TrailCount == 0 && second is > TrailBase and < TrailBase + TrailCount)
        {
            return first + second - TrailBase;
        }

        return UnicodeTables.Instance.Compositions.TryGetValue((first, second), out var composed) ? composed : null;
    }

    private static int Class(int cp) => UnicodeTables.Instance.Classes.GetValueOrDefault(cp);

    private static string ToText(List<int> codePoints)
    {
        var text = new StringBuilder(codePoints.Count);
        foreach (var cp in codePoints)
        {
            text.Append(new Rune(cp).ToString());
        }

        return text.ToString();
    }
}

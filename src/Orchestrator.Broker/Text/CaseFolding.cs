using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Orchestrator.Trust.Text;

namespace Orchestrator.Broker.Text;

/// <summary>
/// One key for every spelling of a name: form KC, full case folding (Unicode 14), form KC again. From an embedded table, because the
/// platform knows only the simple lower case of single characters.
/// </summary>
internal static class CaseFolding
{
    private static readonly Lazy<FrozenDictionary<int, int[]>> Foldings = new(Load);

    /// <exception cref="ArgumentException">The text has half a surrogate pair.</exception>
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var folded = new StringBuilder(text.Length);
        foreach (var rune in Nfkc.Normalise(text).EnumerateRunes())
        {
            foreach (var point in Foldings.Value.TryGetValue(rune.Value, out var to) ? to : [rune.Value])
            {
                folded.Append(new Rune(point).ToString());
            }
        }

        return Nfkc.Normalise(folded.ToString());
    }

    /// <summary>True when the text has no half surrogate pair.</summary>
    public static bool IsWellFormed(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var used) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[used..];
        }

        return true;
    }

    private static FrozenDictionary<int, int[]> Load()
    {
        using var stream = typeof(CaseFolding).Assembly.GetManifestResourceStream("case-folding.txt")
            ?? throw new InvalidOperationException("The table of case folding is missing from this build.");
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var foldings = new Dictionary<int, int[]>();
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                var points = line.Split(' ').Select(p => int.Parse(p, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
                foldings.Add(points[0], points[1..]);
            }
        }

        return foldings.ToFrozenDictionary();
    }
}

using System.Text;

namespace Orchestrator.Trust.Text;

/// <summary>
/// Unicode normalisation form KC (UAX #15). The base class library leaves this to the operating system's ICU, which our programs run without
/// (invariant globalisation gives the text back unchanged, silently), so it is done here, the same on every machine.
/// </summary>
public static class Nfkc
{
    private static readonly Lazy<NfkcData> Data = new(NfkcData.Load);

    /// <summary>The text in form KC. ASCII comes back as it is.</summary>
    /// <exception cref="ArgumentException">The text has half a surrogate pair.</exception>
    public static string Normalise(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (System.Text.Ascii.IsValid(text))
            return text;
        var points = Decompose(text, Data.Value);
        Order(points, Data.Value);
        Compose(points, Data.Value);
        var result = new StringBuilder(text.Length);
        foreach (var point in points)
            result.Append(new Rune(point).ToString());
        return result.ToString();
    }

    private static List<int> Decompose(string text, NfkcData data)
    {
        var points = new List<int>(text.Length);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != System.Buffers.OperationStatus.Done)
                throw new ArgumentException("The text has half a surrogate pair.", nameof(text));
            rest = rest[used..];
            if (Hangul.TryDecompose(rune.Value, points))
                continue;
            if (data.Decompositions.TryGetValue(rune.Value, out var parts))
                points.AddRange(parts);
            else
                points.Add(rune.Value);
        }

        return points;
    }

    /// <summary>Canonical ordering: combining marks between two starters are sorted by class, stably.</summary>
    private static void Order(List<int> points, NfkcData data)
    {
        for (var i = 1; i < points.Count; i++)
        {
            var point = points[i];
            var rank = data.Class(point);
            var place = i;
            for (; rank != 0 && place > 0 && data.Class(points[place - 1]) > rank; place--)
                points[place] = points[place - 1];
            points[place] = point;
        }
    }

    /// <summary>Canonical composition: each mark joins the last starter unless one of the same or a higher class stands between.</summary>
    private static void Compose(List<int> points, NfkcData data)
    {
        int starter = -1, kept = 0, lastClass = -1;
        foreach (var point in points.ToArray())
        {
            var rank = data.Class(point);
            var free = starter >= 0 && lastClass < rank;
            if (free && (Hangul.Compose(points[starter], point) ?? data.Composite(points[starter], point)) is { } composite)
            {
                points[starter] = composite;
                continue;
            }

            if (rank == 0)
                starter = kept;
            lastClass = rank == 0 ? -1 : rank;
            points[kept++] = point;
        }

        points.RemoveRange(kept, points.Count - kept);
    }
}

using System.Globalization;

namespace Orchestrator.Trust.Text;

/// <summary>Unicode's tables for form KC, read from the embedded file nfkc.txt (its first lines say how it is written).</summary>
internal sealed class NfkcData
{
    private readonly Dictionary<int, int[]> _decompositions = [];
    private readonly Dictionary<int, byte> _classes = [];
    private readonly Dictionary<(int First, int Second), int> _composites = [];

    public IReadOnlyDictionary<int, int[]> Decompositions => _decompositions;

    public byte Class(int point) => _classes.GetValueOrDefault(point);

    public int? Composite(int first, int second) => _composites.TryGetValue((first, second), out var composite) ? composite : null;

    public static NfkcData Load()
    {
        using var stream = typeof(NfkcData).Assembly.GetManifestResourceStream("nfkc.txt")!;
        using var reader = new StreamReader(stream);
        var data = new NfkcData();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var arrow = line.IndexOf('>', StringComparison.Ordinal);
            data.Add(line[0], line[2..arrow], line[(arrow + 1)..]);
        }

        return data;
    }

    private void Add(char kind, string left, string right)
    {
        switch (kind)
        {
            case 'D':
                _decompositions.Add(Hex(left), [.. right.Split(' ').Select(Hex)]);
                break;
            case 'C':
                foreach (var point in right.Split(' ').SelectMany(Range))
                    _classes.Add(point, byte.Parse(left, CultureInfo.InvariantCulture));
                break;
            default:
                var pair = left.Split(' ');
                _composites.Add((Hex(pair[0]), Hex(pair[1])), Hex(right));
                break;
        }
    }

    private static IEnumerable<int> Range(string text)
    {
        var ends = text.Split('-');
        return Enumerable.Range(Hex(ends[0]), Hex(ends[^1]) - Hex(ends[0]) + 1);
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}

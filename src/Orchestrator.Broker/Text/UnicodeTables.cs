using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Orchestrator.Broker.Text;

/// <summary>What the embedded Unicode tables say. Read once, when the first text that isn't ASCII arrives.</summary>
internal sealed class UnicodeTables
{
    private static readonly Lazy<UnicodeTables> Loaded = new(Load);

    private UnicodeTables(
        FrozenDictionary<int, int[]> decompositions,
        FrozenDictionary<int, int> classes,
        FrozenDictionary<(int First, int Second), int> compositions,
        FrozenDictionary<int, int[]> foldings)
    {
        Decompositions = decompositions;
        Classes = classes;
        Compositions = compositions;
        Foldings = foldings;
    }

    public static UnicodeTables Instance => Loaded.Value;

    /// <summary>Full compatibility decomposition of a code point.</summary>
    public FrozenDictionary<int, int[]> Decompositions { get; }

    /// <summary>Canonical combining class; absent means 0.</summary>
    public FrozenDictionary<int, int> Classes { get; }

    /// <summary>Canonical composition of two code points.</summary>
    public FrozenDictionary<(int First, int Second), int> Compositions { get; }

    /// <summary>Full case folding.</summary>
    public FrozenDictionary<int, int[]> Foldings { get; }

    private static UnicodeTables Load()
    {
        var decompositions = new Dictionary<int, int[]>();
        var classes = new Dictionary<int, int>();
        var compositions = new Dictionary<(int, int), int>();
        var foldings = new Dictionary<int, int[]>();
        using var stream = typeof(UnicodeTables).Assembly.GetManifestResourceStream("unicode-tables.txt")
            ?? throw new InvalidOperationException("The Unicode tables are missing from this build.");
        using var reader = new StreamReader(stream, Encoding.ASCII);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var numbers = line[2..].Split(' ').Select(n => int.Parse(n, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
            switch (line[0])
            {
                case 'D': decompositions.Add(numbers[0], numbers[1..]); break;
                case 'K': classes.Add(numbers[0], numbers[1]); break;
                case 'C': compositions.Add((numbers[0], numbers[1]), numbers[2]); break;
                case 'F': foldings.Add(numbers[0], numbers[1..]); break;
                default: throw new InvalidOperationException($"Unknown line in the Unicode tables: {line}");
            }
        }

        return new UnicodeTables(
            decompositions.ToFrozenDictionary(), classes.ToFrozenDictionary(), compositions.ToFrozenDictionary(), foldings.ToFrozenDictionary());
    }
}

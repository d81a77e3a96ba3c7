using Orchestrator.Audit.Log;

namespace Orchestrator.Audit.Records;

/// <summary>The texts that still lie beside a log, for whoever checks it. Reads only.</summary>
public sealed class KnownTexts : ITextVault
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly List<TextLine> _bad = [];

    private KnownTexts()
    {
    }

    /// <summary>Lines that aren't whole, aren't written as one is, or don't match their commitment.</summary>
    internal IReadOnlyList<TextLine> Bad => _bad;

    /// <summary>Reads what is there; a folder without texts has none.</summary>
    public static KnownTexts Read(LogFolder folder)
    {
        var known = new KnownTexts();
        foreach (var line in ErasableTexts.Read(folder.Texts))
        {
            if (line.IsGood)
                known._texts[line.Commitment] = line.Text;
            else
                known._bad.Add(line);
        }

        return known;
    }

    /// <inheritdoc/>
    public string Commit(string text) => throw new NotSupportedException("A check writes nothing.");

    /// <inheritdoc/>
    public string CommitWhole(string text) => Commit(text);

    /// <inheritdoc/>
    public string? Find(string commitment) => _texts.GetValueOrDefault(commitment);
}

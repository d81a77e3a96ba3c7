using Orchestrator.Audit.Log;

namespace Orchestrator.Audit.Records;

/// <summary>The texts that still lie beside a log, for whoever checks it. Reads only.</summary>
public sealed class KnownTexts : ITextVault
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    private KnownTexts()
    {
    }

    /// <summary>Lines that aren't whole, or don't match their commitment.</summary>
    public int Bad { get; private set; }

    /// <summary>Reads what is there; a folder without texts has none.</summary>
    public static KnownTexts Read(LogFolder folder)
    {
        var known = new KnownTexts();
        foreach (var (commitment, text, good) in ErasableTexts.Read(folder.Texts))
        {
            if (good)
                known._texts[commitment] = text;
            else
                known.Bad++;
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

using System.Text;
using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Records;

namespace Orchestrator.TestSupport.Evidence;

/// <summary>What people say, in the order in which it is committed to.</summary>
public sealed class MadeTexts(SeededRandom random) : ITextVault
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>With their salts.</summary>
    public List<BundleText> All { get; } = [];

    /// <inheritdoc/>
    public string Commit(string text)
    {
        var salt = new byte[TextCommitment.SaltBytes];
        random.Fill(salt);
        var commitment = TextCommitment.Compute(salt, text);
        _texts[commitment] = text;
        All.Add(new BundleText(salt, Encoding.UTF8.GetBytes(text)));
        return commitment;
    }

    /// <inheritdoc/>
    public string CommitWhole(string text) => Commit(text);

    /// <inheritdoc/>
    public string? Find(string commitment) => _texts.GetValueOrDefault(commitment);
}

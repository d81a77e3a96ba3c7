using System.Globalization;
using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Tests.Records;

/// <summary>A vault in memory with counted salts, so that frozen records stay the same.</summary>
internal sealed class MemoryTexts : ITextVault
{
    private readonly Dictionary<string, string> _texts = [];

    public string Commit(string text)
    {
        var salt = new byte[TextCommitment.SaltBytes];
        salt[0] = (byte)_texts.Count;
        var commitment = TextCommitment.Compute(salt, text);
        _texts.Add(commitment, text);
        return commitment;
    }

    public string CommitWhole(string text) => Commit(text);

    public string? Find(string commitment) => _texts.GetValueOrDefault(commitment);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_texts.Count} texts");
}

namespace Orchestrator.Audit.Records;

/// <summary>Knows nobody's words: for followers and comparisons, which only read.</summary>
public sealed class NoTexts : ITextVault
{
    private NoTexts()
    {
    }

    /// <summary>The only one.</summary>
    public static NoTexts Instance { get; } = new();

    /// <inheritdoc/>
    public string Commit(string text) => throw new NotSupportedException("A follower writes nothing.");

    /// <inheritdoc/>
    public string CommitWhole(string text) => Commit(text);

    /// <inheritdoc/>
    public string? Find(string commitment) => null;
}

namespace Orchestrator.QuickSupport.Files;

/// <summary>Where a file would go, or come from, or why it can't.</summary>
/// <param name="Path">Canonical path inside an allowed folder; empty when it is refused.</param>
/// <param name="Replaces">A file is there already and would be replaced: the prompt must say so.</param>
/// <param name="Refusal">A sentence for people; null when it is possible.</param>
public sealed record FilePlan(string Path, bool Replaces, string? Refusal)
{
    /// <summary>True when it is possible.</summary>
    public bool IsPossible => Refusal is null;

    internal static FilePlan At(string path, bool replaces = false) => new(path, replaces, null);

    internal static FilePlan No(string sentence) => new("", false, sentence);
}

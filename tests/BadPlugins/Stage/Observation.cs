namespace Orchestrator.BadPlugins;

/// <summary>What was seen of one bad plugin: a row of the table.</summary>
/// <param name="Plugin">Which one.</param>
/// <param name="Statuses">In use, and after it was let go; one where they are the same.</param>
/// <param name="Session">What whoever used it was told.</param>
/// <param name="Program">What whoever runs the program was told, besides that.</param>
/// <param name="GoodAnswers">How often the good plugin served meanwhile.</param>
internal sealed record Observation(
    BadPlugin Plugin, IReadOnlyList<string> Statuses, IReadOnlyList<string> Session, IReadOnlyList<string> Program, int GoodAnswers)
{
    /// <summary>The row.</summary>
    public string Row => $"| {Plugin.Name} | {Plugin.Fault} | {string.Join(", then ", Statuses)} | {Cell(Session)} | {Cell(Program)} |";

    private static string Cell(IReadOnlyList<string> sentences) =>
        sentences.Count == 0 ? "–" : string.Join("<br>", sentences.Select(Normal.Of).Distinct()).Replace("|", "\\|", StringComparison.Ordinal);
}

namespace Orchestrator.Mutants;

/// <summary>The three tables of docs/traceability.md.</summary>
/// <param name="Methods">What requirements rest on.</param>
/// <param name="WithoutMethod">Ids that rest on no method of ours.</param>
/// <param name="Checks">Of the protocol.</param>
internal sealed record Traceability(IReadOnlyList<TracedMethod> Methods, IReadOnlyList<string> WithoutMethod, IReadOnlyList<ProtocolCheck> Checks)
{
    /// <summary>Reads the page.</summary>
    /// <exception cref="TableException">A row isn't one, or a check's number is there twice.</exception>
    public static Traceability Read(string page)
    {
        var lines = File.ReadAllLines(page);
        var methods = MarkdownTable.Rows(lines, "id", "method", "test project").Select(row => new TracedMethod(row[0], row[1], row[2])).ToArray();
        var checks = MarkdownTable.Rows(lines, "no.", "check", "where", "text", "without it", "tests")
            .Select(row => new ProtocolCheck(row[0], row[1], row[2], row[3], row[4], row[5])).ToArray();
        if (checks.GroupBy(check => check.Id).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new TableException($"{twice.Key} is there twice.");
        return new Traceability(methods, [.. MarkdownTable.Rows(lines, "id", "why it rests on no method").Select(row => row[0])], checks);
    }
}

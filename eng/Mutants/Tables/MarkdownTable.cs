namespace Orchestrator.Mutants;

/// <summary>Rows of one table of a Markdown page, found by its header; a cell's backticks are taken off, <c>\|</c> is a bar.</summary>
internal static class MarkdownTable
{
    /// <summary>Every row under each table whose header has exactly these cells.</summary>
    public static IEnumerable<string[]> Rows(IEnumerable<string> lines, params string[] header)
    {
        var inside = false;
        foreach (var line in lines.Select(line => line.Trim()))
        {
            if (!line.StartsWith('|'))
            {
                inside = false;
                continue;
            }

            var cells = Cells(line);
            if (!inside)
                inside = cells.SequenceEqual(header);
            else if (!cells.All(cell => cell.All(c => c is '-' or ':')))
                yield return cells.Length == header.Length ? cells : throw new TableException($"This row has {cells.Length} cells and not {header.Length}: {line}");
        }
    }

    private static string[] Cells(string line)
    {
        var cells = new List<string>();
        var cell = new System.Text.StringBuilder();
        for (var at = 1; at < line.Length; at++)
        {
            if (line[at] == '\\' && at + 1 < line.Length && line[at + 1] == '|')
            {
                cell.Append('|');
                at++;
            }
            else if (line[at] == '|')
            {
                cells.Add(Bare(cell.ToString().Trim()));
                cell.Clear();
            }
            else
            {
                cell.Append(line[at]);
            }
        }

        return [.. cells];
    }

    private static string Bare(string cell) => cell.Length > 2 && cell[0] == '`' && cell[^1] == '`' && cell.IndexOf('`', 1) == cell.Length - 1 ? cell[1..^1] : cell;
}

using System.Collections.Immutable;
using System.Text;

namespace Orchestrator.Testbed.Instrument.Worklists;

/// <summary>
/// Reads a worklist: ISO 8859-1, one record a line, fields separated by semicolons. Strict about how numbers are written, so that
/// everything that is read is written back byte for byte. Never throws on content: bad lines are named with their numbers.
/// </summary>
public static class WorklistReader
{
    /// <summary>Reads a whole file.</summary>
    public static WorklistReading Read(ReadOnlySpan<byte> file)
    {
        if (file.Length > WorklistLimits.MaxFileBytes)
            return Refused(0, $"The file has {file.Length} bytes; a worklist has at most {WorklistLimits.MaxFileBytes}.");
        if (file.IsEmpty)
            return Refused(0, "The file is empty; a worklist has at least one line.");

        var text = Encoding.Latin1.GetString(file);
        var crLf = text.Contains("\r\n", StringComparison.Ordinal);
        var ended = text.EndsWith('\n');
        var lines = text.Split('\n');
        var count = ended ? lines.Length - 1 : lines.Length;
        if (count > WorklistLimits.MaxLines)
            return Refused(0, $"The file has {count} lines; a worklist has at most {WorklistLimits.MaxLines}.");

        var records = ImmutableArray.CreateBuilder<WorklistRecord>(count);
        var problems = ImmutableArray.CreateBuilder<WorklistProblem>();
        for (var index = 0; index < count && problems.Count < WorklistLimits.MaxProblems; index++)
        {
            var problem = TakeLine(lines[index], crLf, hasLineEnd: index < count - 1 || ended, out var record);
            if (problem is null)
                records.Add(record!);
            else
                problems.Add(new WorklistProblem(index + 1, problem));
        }

        return problems.Count == 0
            ? new WorklistReading(new Worklist(records.ToImmutable(), crLf, ended), [])
            : new WorklistReading(null, problems.ToImmutable());
    }

    private static string? TakeLine(string line, bool crLf, bool hasLineEnd, out WorklistRecord? record)
    {
        record = null;
        if (crLf && hasLineEnd)
        {
            if (!line.EndsWith('\r'))
                return "ends with LF while other lines end with CR LF; use one kind of line end in the whole file.";
            line = line[..^1];
        }

        if (line.Length > WorklistLimits.MaxLineLength)
            return $"has {line.Length} characters; a line has at most {WorklistLimits.MaxLineLength}.";
        if (line.Length == 0)
            return "is empty; remove it.";
        foreach (var character in line)
        {
            if (char.IsControl(character))
                return $"holds the control character {(int)character:X2}; only plain text is allowed.";
        }

        return RecordParser.Parse(line, out record);
    }

    private static WorklistReading Refused(int line, string message) => new(null, [new WorklistProblem(line, message)]);
}

using System.Globalization;
using Orchestrator.Audit.Merkle;

namespace Orchestrator.Audit.Checkpoints;

/// <summary>A tree head: which log, how many records, which root. Extension lines are refused: nobody audits them.</summary>
/// <param name="Origin">Unique name of the log: domain and run.</param>
/// <param name="Size">Records.</param>
/// <param name="Root">RFC 6962 root over them.</param>
public sealed record Checkpoint(string Origin, long Size, MerkleHash Root)
{
    /// <summary>The three lines that are signed.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root.ToBase64()}\n");

    /// <summary>Reads exactly the three lines.</summary>
    public static bool TryParse(string text, out Checkpoint? checkpoint)
    {
        if (TryParseHead(text, out checkpoint) && checkpoint!.ToText() == text)
            return true;
        checkpoint = null;
        return false;
    }

    /// <summary>Reads the three lines of any log's checkpoint; further lines, which only that log understands, must not be empty.</summary>
    public static bool TryParseHead(string text, out Checkpoint? checkpoint)
    {
        checkpoint = null;
        var lines = text.Split('\n');
        if (lines.Length < 4 || Array.IndexOf(lines, "") != lines.Length - 1 || !NoteKey.IsName(lines[0]))
            return false;
        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            return false;
        if (lines[1].Length > 1 && lines[1][0] == '0')
            return false;
        if (!MerkleHash.TryParseBase64(lines[2], out var root))
            return false;
        checkpoint = new Checkpoint(lines[0], size, root);
        return true;
    }
}

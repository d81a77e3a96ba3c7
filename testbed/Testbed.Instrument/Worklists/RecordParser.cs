using System.Collections.Immutable;

namespace Orchestrator.Testbed.Instrument.Worklists;

/// <summary>One line of text to one record. Returns what is wrong, or null.</summary>
internal static class RecordParser
{
    private const int FewestPipettingFields = 6;
    private const int MostPipettingFields = 10;
    private const int DistributionFields = 15;

    internal static string? Parse(string line, out WorklistRecord? record)
    {
        record = null;
        var semicolon = line.IndexOf(';', StringComparison.Ordinal);
        var kind = semicolon < 0 ? line : line[..semicolon];
        var rest = semicolon < 0 ? null : line[(semicolon + 1)..];
        switch (kind)
        {
            case "A":
            case "D":
                return Pipetting(kind, rest, out record);
            case "R":
                return Distribution(rest, out record);
            case "W" or "W1" or "W2" or "W3" or "W4" or "F" or "B":
                if (rest is { Length: > 0 })
                    return $"{kind} takes no fields, but \"{rest}\" follows.";
                record = kind switch
                {
                    "F" => new FlushRecord(rest is not null),
                    "B" => new BreakRecord(rest is not null),
                    _ => new WashRecord(kind.Length == 1 ? 0 : kind[1] - '0', rest is not null),
                };
                return null;
            case "S":
                var fields = new LineFields(rest?.Split(';') ?? []);
                if (fields.Count != 1)
                    return $"S has {fields.Count} fields instead of one, the index of the DiTi type.";
                record = new SetDiTiTypeRecord(fields.Number("DiTi index", 1, WorklistLimits.MaxDiTiIndex));
                return fields.Problem;
            case "C":
                if (rest is null)
                    return "C has no text; write C; and the comment.";
                record = new CommentRecord(rest);
                return null;
            default:
                return $"\"{Shorten(kind)}\" is no record type; A, D, R, W, W1–W4, F, B, S and C are.";
        }
    }

    private static string? Pipetting(string kind, string? rest, out WorklistRecord? record)
    {
        record = null;
        var fields = new LineFields(rest?.Split(';') ?? []);
        if (fields.Count is < FewestPipettingFields or > MostPipettingFields)
            return $"{kind} has too few or too many fields ({fields.Count}); it has {FewestPipettingFields} to {MostPipettingFields} (RackLabel to Volume, then LiquidClass, TipType, TipMask, ForcedRackType).";

        var parsed = new PipettingFields(
            fields.Text("RackLabel"), fields.Text("RackID"), fields.Text("RackType"),
            fields.Number("Position", 1, WorklistLimits.MaxPosition), fields.Text("TubeID"), fields.Volume(),
            fields.OptionalText("LiquidClass"), fields.OptionalText("TipType"), fields.TipMask(), fields.OptionalText("ForcedRackType"));
        fields.Require(parsed.RackLabel.Length + parsed.RackId.Length > 0, "RackLabel and RackID are both empty; one of them must say where.");
        record = kind == "A" ? new AspirateRecord(parsed) : new DispenseRecord(parsed);
        return fields.Problem;
    }

    private static string? Distribution(string? rest, out WorklistRecord? record)
    {
        record = null;
        var fields = new LineFields(rest?.Split(';') ?? []);
        if (fields.Count < DistributionFields)
            return $"R has too few fields ({fields.Count}); it has {DistributionFields} and then the wells to leave out.";

        var source = Range(fields, "source");
        var destination = Range(fields, "destination");
        var volume = fields.Volume();
        var liquidClass = fields.Text("LiquidClass");
        var reuses = fields.OptionalNumber("NoOfDiTiReuses", 1, WorklistLimits.MaxRepeats);
        var multi = fields.OptionalNumber("NoOfMultiDisp", 1, WorklistLimits.MaxRepeats);
        var direction = fields.OptionalNumber("Direction", 0, 1);
        var excluded = ImmutableArray.CreateBuilder<int>();
        while (fields.Left > 0 && fields.Problem is null)
            excluded.Add(fields.Number("ExcludeDestWell", destination.Start, destination.End));
        record = new ReagentDistributionRecord(source, destination, volume, liquidClass, reuses, multi, direction, excluded.ToImmutable());
        return fields.Problem;
    }

    private static RackRange Range(LineFields fields, string side)
    {
        var range = new RackRange(
            fields.Text($"{side} RackLabel"), fields.Text($"{side} RackID"), fields.Text($"{side} RackType"),
            fields.Number($"{side} PosStart", 1, WorklistLimits.MaxPosition), fields.Number($"{side} PosEnd", 1, WorklistLimits.MaxPosition));
        fields.Require(range.RackLabel.Length + range.RackId.Length > 0, $"{side} RackLabel and RackID are both empty; one of them must say where.");
        fields.Require(range.End >= range.Start, $"{side} PosEnd {range.End} lies before PosStart {range.Start}.");
        return range;
    }

    private static string Shorten(string text) => text.Length <= 20 ? text : text[..20] + "…";
}

using System.Globalization;
using System.Text;

namespace Orchestrator.Testbed.Instrument.Worklists;

/// <summary>Writes a worklist as the instrument reads it. Throws <see cref="ArgumentException"/> when the outcome wouldn't be read back as the same worklist.</summary>
public static class WorklistWriter
{
    /// <summary>The whole file, ISO 8859-1.</summary>
    public static byte[] Write(Worklist worklist)
    {
        var lineEnd = worklist.CrLf ? "\r\n" : "\n";
        var text = string.Join(lineEnd, worklist.Records.Select(Line)) + (worklist.EndsWithLineEnd ? lineEnd : "");
        var bytes = Encoding.Latin1.GetBytes(text);

        // The reader is the rule: whatever it doesn't take back unchanged (a semicolon in a label, a gap before a set field) must not be written.
        var reading = WorklistReader.Read(bytes);
        if (reading.Worklist is null)
            throw new ArgumentException($"This worklist can't be written. {reading.Problems[0]}", nameof(worklist));
        if (!reading.Worklist.Equals(worklist))
            throw new ArgumentException("This worklist can't be written: it would be read back as another one. Look for semicolons, line ends or fields after a missing one.", nameof(worklist));
        return bytes;
    }

    /// <summary>One record as a line without its line end.</summary>
    public static string Line(WorklistRecord record) => record switch
    {
        AspirateRecord aspirate => "A;" + Fields(aspirate.Fields),
        DispenseRecord dispense => "D;" + Fields(dispense.Fields),
        ReagentDistributionRecord distribution => Distribution(distribution),
        WashRecord wash => "W" + (wash.Scheme == 0 ? "" : Number(wash.Scheme)) + End(wash.Terminated),
        FlushRecord flush => "F" + End(flush.Terminated),
        BreakRecord stop => "B" + End(stop.Terminated),
        SetDiTiTypeRecord tips => "S;" + Number(tips.Index),
        CommentRecord comment => "C;" + comment.Text,
        _ => throw new ArgumentException($"{record.GetType().Name} is no worklist record.", nameof(record)),
    };

    private static string Fields(PipettingFields fields)
    {
        string?[] optional = [fields.LiquidClass, fields.TipType, fields.TipMask, fields.ForcedRackType];
        var used = Array.FindLastIndex(optional, field => field is not null) + 1;
        return string.Join(';', [fields.RackLabel, fields.RackId, fields.RackType, Number(fields.Position), fields.TubeId, Number(fields.Volume), .. optional[..used]]);
    }

    private static string Distribution(ReagentDistributionRecord record) => string.Join(';', [
        "R", .. Range(record.Source), .. Range(record.Destination), Number(record.Volume), record.LiquidClass,
        Number(record.DiTiReuses), Number(record.MultiDispenses), Number(record.Direction), .. record.ExcludedWells.Select(well => Number(well))]);

    private static string[] Range(RackRange range) => [range.RackLabel, range.RackId, range.RackType, Number(range.Start), Number(range.End)];

    private static string End(bool terminated) => terminated ? ";" : "";

    private static string Number(IFormattable? number) => number?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}

using CsCheck;
using Orchestrator.Testbed.Instrument.Worklists;

namespace Orchestrator.Testbed.Instrument.Tests.Worklists;

public sealed class WorklistPropertyTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char[" !#%()+,-./0123456789:ABCXYZ_abcxyzµäß"], 0, WorklistLimits.MaxTextLength];
    private static readonly Gen<string> Label = Gen.String[Gen.Char["ABCabc 123"], 1, WorklistLimits.MaxTextLength];
    private static readonly Gen<decimal> Volume = Gen.Select(Gen.Int[0, 7_000_000], Gen.Int[0, 9999], Gen.Int[0, 4], (whole, part, places) => decimal.Round(whole + (part / 10_000m), places));

    private static readonly Gen<PipettingFields> Fields =
        from label in Label
        from id in Text
        from type in Text
        from position in Gen.Int[1, WorklistLimits.MaxPosition]
        from tube in Text
        from volume in Volume
        from used in Gen.Int[0, 4]
        from liquidClass in Text
        from tip in Text
        from mask in Gen.OneOf(Gen.Const(""), Gen.Int[1, 255].Select(bits => $"{bits}"))
        from forced in Text
        select new PipettingFields(label, id, type, position, tube, volume, used > 0 ? liquidClass : null, used > 1 ? tip : null, used > 2 ? mask : null, used > 3 ? forced : null);

    private static readonly Gen<RackRange> Range =
        from label in Label
        from start in Gen.Int[1, 700]
        from more in Gen.Int[0, 700]
        select new RackRange(label, "", "", start, start + more);

    private static readonly Gen<int?> Optional = Gen.OneOf(Gen.Const((int?)null), Gen.Int[1, 1000].Select(number => (int?)number));

    private static readonly Gen<WorklistRecord> Spread =
        from source in Range
        from destination in Range
        from volume in Volume
        from liquidClass in Text
        from reuses in Optional
        from multi in Optional
        from direction in Gen.Int[-1, 1]
        from excluded in Gen.Int[destination.Start, destination.End].Array[0, 5]
        select (WorklistRecord)new ReagentDistributionRecord(source, destination, volume, liquidClass, reuses, multi, direction < 0 ? null : direction, [.. excluded]);

    private static readonly Gen<WorklistRecord> Record = Gen.OneOf(
        Fields.Select(fields => (WorklistRecord)new AspirateRecord(fields)),
        Fields.Select(fields => (WorklistRecord)new DispenseRecord(fields)),
        Spread,
        Gen.Select(Gen.Int[0, 4], Gen.Bool, (scheme, end) => (WorklistRecord)new WashRecord(scheme, end)),
        Gen.Bool.Select(end => (WorklistRecord)new FlushRecord(end)),
        Gen.Bool.Select(end => (WorklistRecord)new BreakRecord(end)),
        Gen.Int[1, 99].Select(index => (WorklistRecord)new SetDiTiTypeRecord(index)),
        Text.Select(text => (WorklistRecord)new CommentRecord(text + ";" + text)));

    /// <summary>A single line without its end has no line end to tell CR LF from LF by; so every worklist here ends with one.</summary>
    private static readonly Gen<Worklist> Any = Gen.Select(Record.Array[1, 30], Gen.Bool, (records, crLf) => new Worklist([.. records], crLf));

    [Fact]
    public void Every_worklist_comes_back_as_it_was_written() => Any.Sample(worklist =>
    {
        var bytes = WorklistWriter.Write(worklist);
        var reading = WorklistReader.Read(bytes);
        Assert.Empty(reading.Problems);
        Assert.Equal(worklist, reading.Worklist);
        Assert.Equal(bytes, WorklistWriter.Write(reading.Worklist!));
    }, iter: 500);

    [Fact]
    public void Damaged_bytes_are_refused_or_written_back_as_they_are() =>
        Gen.Select(Any, Gen.Int[0, int.MaxValue], Gen.Byte, Gen.Int[0, 3]).Sample((worklist, where, value, cut) =>
        {
            var bytes = WorklistWriter.Write(worklist);
            bytes[where % bytes.Length] = value;
            bytes = bytes[..Math.Max(1, bytes.Length - cut)];
            var reading = WorklistReader.Read(bytes);
            if (reading.Worklist is null)
                Assert.NotEmpty(reading.Problems);
            else
                Assert.Equal(bytes, WorklistWriter.Write(reading.Worklist));
        }, iter: 2000);

    [Fact]
    public void Noise_never_gets_further_than_a_named_problem() => Gen.Byte.Array[1, 300].Sample(bytes =>
    {
        var reading = WorklistReader.Read(bytes);
        Assert.Equal(reading.Worklist is null, reading.Problems.Length > 0);
    }, iter: 2000);
}

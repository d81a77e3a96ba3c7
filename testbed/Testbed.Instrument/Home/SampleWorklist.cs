using Orchestrator.Testbed.Instrument.Deck;
using Orchestrator.Testbed.Instrument.Runs;
using Orchestrator.Testbed.Instrument.Worklists;

namespace Orchestrator.Testbed.Instrument.Home;

/// <summary>Makes the worklist of a sample preparation: dilute each sample, move it to the assay plate, add conjugate and stop solution.</summary>
internal static class SampleWorklist
{
    internal static Worklist Make(SplitMix64 random, string title)
    {
        var samples = random.Between(18, DeckBuilder.SampleTubes);
        var sampleVolume = (decimal)(random.Between(4, 12) * 5);
        var diluted = sampleVolume + 90;
        List<WorklistRecord> records =
        [
            new CommentRecord(title),
            new SetDiTiTypeRecord(1),
            Spread(DeckBuilder.Diluent, DeckBuilder.Dilution, samples, 90.0m),
            new BreakRecord(),
        ];
        for (var sample = 1; sample <= samples; sample++)
        {
            records.Add(new AspirateRecord(At(DeckBuilder.Samples, LabwareType.Tubes32, sample, $"S{random.Between(100_000, 999_999)}", sampleVolume, "Serum_LLD")));
            records.Add(new DispenseRecord(At(DeckBuilder.Dilution, LabwareType.Plate96, sample, "", sampleVolume, "Serum_LLD")));
            records.Add(new WashRecord(0));
        }

        records.Add(new BreakRecord());
        records.Add(new CommentRecord("Transfer to assay plate"));
        for (var sample = 1; sample <= samples; sample++)
        {
            var half = decimal.Round(diluted / 2, 1);
            records.Add(new AspirateRecord(At(DeckBuilder.Dilution, LabwareType.Plate96, sample, "", half, "Water_free")));
            records.Add(new DispenseRecord(At(DeckBuilder.Assay1, LabwareType.Plate96, sample, "", half, "Water_free")));
            records.Add(new WashRecord(1));
        }

        records.Add(new FlushRecord());
        records.Add(Spread(DeckBuilder.Conjugate, DeckBuilder.Assay1, samples, 50.0m));
        records.Add(Spread(DeckBuilder.StopSolution, DeckBuilder.Assay1, samples, 25.0m));
        return new Worklist([.. records]);
    }

    /// <summary>
    /// The same work with the named tube replaced by a spare one: what a support technician sends after "liquid not detected".
    /// </summary>
    internal static Worklist Corrected(Worklist worklist, RunError error)
    {
        const int FirstSpare = DeckBuilder.SampleTubes + 1;
        var records = worklist.Records.Select(record =>
            record is AspirateRecord aspirate && aspirate.Fields.RackLabel == error.Rack && aspirate.Fields.Position == error.Position
                ? new AspirateRecord(aspirate.Fields with { RackLabel = DeckBuilder.Samples, RackType = LabwareType.Tubes32.Name, Position = FirstSpare, TubeId = "SPARE" })
                : record);
        return worklist with { Records = [.. records.Prepend(new CommentRecord($"Corrected: {error.Rack} {error.Well} replaced by spare tube"))] };
    }

    private static PipettingFields At(string rack, LabwareType type, int position, string tube, decimal volume, string liquidClass) =>
        new(rack, "", type.Name, position, tube, volume, liquidClass, "", "", "");

    private static ReagentDistributionRecord Spread(string trough, string plate, int wells, decimal volume) =>
        new(new RackRange(trough, "", LabwareType.Trough100.Name, 1, 8), new RackRange(plate, "", LabwareType.Plate96.Name, 1, wells), volume, "Water_free_multi", 6, 8, 0, []);
}

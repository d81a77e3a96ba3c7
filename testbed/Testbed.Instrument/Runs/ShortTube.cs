using Orchestrator.Testbed.Instrument.Deck;
using Orchestrator.Testbed.Instrument.Worklists;

namespace Orchestrator.Testbed.Instrument.Runs;

/// <summary>
/// Decides which tube is short. The error is physical: one tube holds less than its step takes, from the start and visibly on the
/// deck; the arm finds out when it gets there.
/// </summary>
internal static class ShortTube
{
    /// <summary>Empties one tube to a rest and returns the step that will stop; 0 when none shall.</summary>
    /// <param name="step">The step wanted; null: one between the second and the eighth tube, by <paramref name="random"/>; 0: none.</param>
    /// <exception cref="ArgumentException">The step doesn't take from a sample tube.</exception>
    internal static int Place(InstrumentDeck deck, Worklist worklist, SplitMix64 random, int? step)
    {
        var candidates = Enumerable.Range(1, worklist.Records.Length).Where(number => Fields(worklist, number)?.RackLabel == DeckBuilder.Samples).ToList();
        if (step == 0)
            return 0;
        var chosen = step ?? candidates[random.Between(1, 7)];
        if (!candidates.Contains(chosen))
            throw new ArgumentException($"Step {chosen} takes nothing from a sample tube, so it can't find one empty; step {candidates[0]} does.");

        var fields = Fields(worklist, chosen)!;
        var well = deck.Find(fields.RackLabel)![fields.Position];
        var rest = LabwareType.Tubes32.DeadVolume + decimal.Round(fields.Volume * random.Between(5, 40) / 100, 1);
        deck.Set(fields.RackLabel, fields.Position, well with { Volume = rest });
        return chosen;
    }

    private static PipettingFields? Fields(Worklist worklist, int number) => (worklist.Records[number - 1] as AspirateRecord)?.Fields;
}

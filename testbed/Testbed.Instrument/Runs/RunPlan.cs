using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Testbed.Instrument.Deck;
using Orchestrator.Testbed.Instrument.Worklists;

namespace Orchestrator.Testbed.Instrument.Runs;

/// <summary>A worklist checked against the deck and turned into steps.</summary>
internal static class RunPlan
{
    /// <summary>The steps, or the lines that this deck can't do.</summary>
    internal static (ImmutableArray<RunStep> Steps, ImmutableArray<WorklistProblem> Problems) Make(Worklist worklist, InstrumentDeck deck)
    {
        var steps = ImmutableArray.CreateBuilder<RunStep>(worklist.Records.Length);
        var problems = ImmutableArray.CreateBuilder<WorklistProblem>();
        for (var index = 0; index < worklist.Records.Length && problems.Count < WorklistLimits.MaxProblems; index++)
        {
            var record = worklist.Records[index];
            if (Unfit(record, deck) is { } problem)
                problems.Add(new WorklistProblem(index + 1, problem));
            else
                steps.Add(Describe(index + 1, record, deck));
        }

        return (steps.ToImmutable(), problems.ToImmutable());
    }

    private static string? Unfit(WorklistRecord record, InstrumentDeck deck) => record switch
    {
        AspirateRecord aspirate => Unfit(deck, aspirate.Fields.RackLabel, aspirate.Fields.Position),
        DispenseRecord dispense => Unfit(deck, dispense.Fields.RackLabel, dispense.Fields.Position),
        ReagentDistributionRecord spread => Unfit(deck, spread.Source.RackLabel, spread.Source.End) ?? Unfit(deck, spread.Destination.RackLabel, spread.Destination.End),
        _ => null,
    };

    private static string? Unfit(InstrumentDeck deck, string label, int lastPosition)
    {
        if (deck.Find(label) is not { } labware)
            return $"there is no labware \"{label}\" on the deck.";
        if (labware.Type.Shape is LabwareShape.TipRack or LabwareShape.Waste)
            return $"\"{label}\" holds no liquid.";
        return lastPosition > labware.Type.Positions ? $"\"{label}\" has {labware.Type.Positions} positions, not {lastPosition}." : null;
    }

    private static RunStep Describe(int number, WorklistRecord record, InstrumentDeck deck)
    {
        var (action, detail, milliseconds) = record switch
        {
            AspirateRecord aspirate => ("Aspirate", Where(aspirate.Fields, deck), 1150),
            DispenseRecord dispense => ("Dispense", Where(dispense.Fields, deck), 850),
            ReagentDistributionRecord spread => ("Distribute",
                string.Create(CultureInfo.InvariantCulture, $"{spread.Volume} µl  {spread.Source.RackLabel} to {spread.Destination.RackLabel}, {spread.TargetWells().Count()} wells"), 600 + (120 * spread.TargetWells().Count())),
            WashRecord { Scheme: 0 } => ("Wash", "Drop tips, take new ones", 700),
            WashRecord wash => ("Wash", $"Scheme {wash.Scheme}", 1300),
            FlushRecord => ("Flush", "Empty tips into waste", 500),
            BreakRecord => ("Break", "Finish all before going on", 200),
            SetDiTiTypeRecord tips => ("Tip type", $"DiTi index {tips.Index}", 100),
            CommentRecord comment => ("Comment", comment.Text, 50),
            _ => ("Step", "", 100),
        };
        return new RunStep(number, record, action, detail, TimeSpan.FromMilliseconds(milliseconds));
    }

    private static string Where(PipettingFields fields, InstrumentDeck deck) =>
        string.Create(CultureInfo.InvariantCulture, $"{fields.Volume} µl  {fields.RackLabel} {deck.Find(fields.RackLabel)!.Type.WellName(fields.Position)}");
}

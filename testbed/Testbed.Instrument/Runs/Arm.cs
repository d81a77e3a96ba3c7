using System.Globalization;
using Orchestrator.Testbed.Instrument.Deck;
using Orchestrator.Testbed.Instrument.Worklists;

namespace Orchestrator.Testbed.Instrument.Runs;

/// <summary>
/// The pipetting arm: does one step on the deck. Liquid is found by its level: a well that holds less than the step wants above its
/// dead volume stops the step, whatever the reason.
/// </summary>
internal sealed class Arm(InstrumentDeck deck, RunLog log, SplitMix64 noise)
{
    private Liquid _liquid = Liquid.None;
    private decimal _volume;
    private bool _hasTip;
    private int _tipsUsed;

    /// <summary>Null when done; else what stopped it, with nothing moved.</summary>
    internal RunError? Do(RunStep step, int attempt)
    {
        switch (step.Record)
        {
            case AspirateRecord aspirate:
                return Aspirate(step, aspirate.Fields.RackLabel, aspirate.Fields.Position, aspirate.Fields.Volume, attempt);
            case DispenseRecord dispense:
                Dispense(dispense.Fields);
                break;
            case ReagentDistributionRecord spread:
                return Distribute(step, spread, attempt);
            case WashRecord or FlushRecord:
                Empty();
                break;
            case CommentRecord comment:
                log.Add(RunLogLevel.Info, $"Comment: {comment.Text}");
                break;
        }

        return null;
    }

    private RunError? Aspirate(RunStep step, string rack, int position, decimal volume, int attempt)
    {
        TakeTip();
        var labware = deck.Find(rack)!;
        var well = labware[position];
        var name = labware.Type.WellName(position);
        var reachable = Math.Max(0, well.Volume - labware.Type.DeadVolume);
        if (reachable < volume)
        {
            var cause = reachable == 0 ? "No liquid surface was found down to the bottom." : "The liquid surface lies too low for this volume.";
            return new RunError(step.Number, rack, position, name, well.Liquid.Name, volume, reachable, cause, attempt);
        }

        var height = (well.Volume / labware.Type.Capacity * 38m) + 2m + (noise.Between(-20, 20) / 100m);
        log.Add(RunLogLevel.Info, string.Create(CultureInfo.InvariantCulture, $"Aspirate {volume} µl from {rack} {name}: {well.Liquid.Name}, surface at {height:F1} mm"));
        deck.Set(rack, position, well with { Volume = well.Volume - volume });
        _liquid = Liquid.Mix(_liquid, _volume, well.Liquid, volume);
        _volume += volume;
        return null;
    }

    private void Dispense(PipettingFields fields)
    {
        var given = Math.Min(fields.Volume, _volume);
        if (given < fields.Volume)
            log.Add(RunLogLevel.Warning, string.Create(CultureInfo.InvariantCulture, $"Only {given} µl of {fields.Volume} µl were in the tip."));
        Pour(fields.RackLabel, fields.Position, _liquid, given);
        _volume -= given;
        var name = deck.Find(fields.RackLabel)!.Type.WellName(fields.Position);
        log.Add(RunLogLevel.Info, string.Create(CultureInfo.InvariantCulture, $"Dispense {given} µl to {fields.RackLabel} {name}"));
    }

    private RunError? Distribute(RunStep step, ReagentDistributionRecord spread, int attempt)
    {
        var targets = spread.TargetWells().ToList();
        var total = targets.Count * spread.Volume;
        if (Aspirate(step, spread.Source.RackLabel, spread.Source.Start, total, attempt) is { } error)
            return error;
        foreach (var target in targets)
            Pour(spread.Destination.RackLabel, target, _liquid, spread.Volume);
        log.Add(RunLogLevel.Info, string.Create(CultureInfo.InvariantCulture, $"Distribute {spread.Volume} µl to {targets.Count} wells of {spread.Destination.RackLabel}"));
        Empty();
        return null;
    }

    private void Pour(string rack, int position, Liquid liquid, decimal volume)
    {
        if (volume > 0 && deck.Pour(rack, position, liquid, volume) is > 0 and var lost)
            log.Add(RunLogLevel.Warning, string.Create(CultureInfo.InvariantCulture, $"{rack} {deck.Find(rack)!.Type.WellName(position)} is full: {lost} µl ran over."));
    }

    /// <summary>Tips are taken rack by rack; empty racks are replaced by the operator without stopping the run.</summary>
    private void TakeTip()
    {
        if (_hasTip)
            return;
        var perRack = LabwareType.Tips96.Positions;
        if (_tipsUsed == perRack * DeckBuilder.TipRacks.Length)
        {
            foreach (var label in DeckBuilder.TipRacks)
                deck.Replace(deck.Find(label)! with { Wells = [.. Enumerable.Repeat(new Well(1, Liquid.None), perRack)] });
            log.Add(RunLogLevel.Info, "Tip racks replaced.");
            _tipsUsed = 0;
        }

        deck.Set(DeckBuilder.TipRacks[_tipsUsed / perRack], (_tipsUsed % perRack) + 1, new Well(0, Liquid.None));
        _tipsUsed++;
        _hasTip = true;
    }

    private void Empty()
    {
        _volume = 0;
        _liquid = Liquid.None;
        _hasTip = false;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Testbed.Instrument.Deck;
using Orchestrator.Testbed.Instrument.Worklists;

namespace Orchestrator.Testbed.Instrument.Runs;

/// <summary>
/// Goes through a worklist step by step, driven by one timer. It stops when the arm finds no liquid, goes on when Retry finds some,
/// and ends when the steps are done or on Abort. Not thread-safe: every call, and the timer, comes in under the instrument's lock.
/// </summary>
internal sealed class RunEngine : IDisposable
{
    /// <summary>µl above the request that a person tops a tube up to.</summary>
    private const decimal RefillMargin = 400;

    private readonly InstrumentDeck _deck;
    private readonly RunLog _log;
    private readonly Arm _arm;
    private readonly ITimer _timer;
    private readonly Action _changed;
    private readonly double _speed;
    private int _attempt = 1;

    internal RunEngine(InstrumentDeck deck, RunLog log, SplitMix64 noise, TimeProvider time, double speed, Lock gate, Action changed)
    {
        _deck = deck;
        _log = log;
        _changed = changed;
        _speed = speed;
        _arm = new Arm(deck, log, noise);
        _timer = time.CreateTimer(_ =>
        {
            lock (gate)
                StepEnds();
        }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal RunState State { get; private set; } = RunState.Ready;

    internal RunError? Error { get; private set; }

    internal string WorklistName { get; private set; } = "";

    internal ImmutableArray<RunStep> Steps { get; private set; } = [];

    internal int Done { get; private set; }

    /// <summary>Makes a worklist the next run; says why not when the deck can't do it. Allowed while nothing runs.</summary>
    internal string? Load(string name, Worklist worklist)
    {
        if (State is RunState.Running or RunState.Stopped)
            return "A run is in progress.";
        var (steps, problems) = RunPlan.Make(worklist, _deck);
        if (problems.Length > 0)
            return problems[0].ToString();
        (WorklistName, Steps, Done, Error, State) = (name, steps, 0, null, RunState.Ready);
        _log.Add(RunLogLevel.Info, $"Worklist {name} loaded, {steps.Length} steps.");
        return null;
    }

    internal void Start()
    {
        if (State != RunState.Ready)
            return;
        _log.Add(RunLogLevel.Info, $"Run started: {WorklistName}.");
        Enter(RunState.Running);
        NextStep();
    }

    internal void Retry()
    {
        if (State != RunState.Stopped)
            return;
        _attempt++;
        _log.Add(RunLogLevel.Info, $"Retry chosen at step {Error!.Step}; detecting again.");
        Error = null;
        Enter(RunState.Running);
        NextStep();
    }

    internal void Abort()
    {
        if (State is not (RunState.Stopped or RunState.Running))
            return;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _log.Add(RunLogLevel.Warning, $"Run aborted at step {Done + 1} of {Steps.Length}.");
        Error = null;
        Enter(RunState.Aborted);
    }

    /// <summary>A person tops up the tube that the run stopped at.</summary>
    internal void Refill()
    {
        if (Error is not { } error)
            return;
        var labware = _deck.Find(error.Rack)!;
        var volume = Math.Min(labware.Type.Capacity, error.Requested + labware.Type.DeadVolume + RefillMargin);
        _deck.Set(error.Rack, error.Position, labware[error.Position] with { Volume = volume });
        _log.Add(RunLogLevel.Info, string.Create(CultureInfo.InvariantCulture, $"Operator filled {error.Rack} {error.Well} up to {volume} µl."));
        _changed();
    }

    public void Dispose() => _timer.Dispose();

    private void StepEnds()
    {
        if (State != RunState.Running)
            return;
        var step = Steps[Done];
        if (_arm.Do(step, _attempt) is { } error)
        {
            Error = error;
            _log.Add(RunLogLevel.Error, string.Create(CultureInfo.InvariantCulture,
                $"Step {error.Step}: {RunError.Title} at {error.Rack} {error.Well} (position {error.Position}). Requested {error.Requested} µl of {error.Liquid}, found {error.Found} µl. {error.Cause}"));
            Enter(RunState.Stopped);
            return;
        }

        _attempt = 1;
        Done++;
        NextStep();
        _changed();
    }

    private void NextStep()
    {
        if (Done < Steps.Length)
        {
            _timer.Change(Steps[Done].Duration / _speed, Timeout.InfiniteTimeSpan);
            return;
        }

        _log.Add(RunLogLevel.Info, $"Run finished: {WorklistName}, {Steps.Length} steps.");
        Enter(RunState.Finished);
    }

    private void Enter(RunState state)
    {
        State = state;
        _changed();
    }
}

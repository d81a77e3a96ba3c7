using System.Collections.Immutable;
using Orchestrator.Testbed.Instrument.Deck;
using Orchestrator.Testbed.Instrument.Drawing;
using Orchestrator.Testbed.Instrument.Home;
using Orchestrator.Testbed.Instrument.Runs;
using Orchestrator.Testbed.Instrument.Screen;
using Orchestrator.Testbed.Instrument.Worklists;

namespace Orchestrator.Testbed.Instrument;

/// <summary>
/// A simulated instrument PC: a liquid handler that works through a worklist, stops on "liquid not detected" where the seed says, and
/// goes on after Retry; its control program as a screen; its files in a home folder. One lock guards the whole instrument; every
/// public member may be called from any thread.
/// </summary>
public sealed class SimulatedInstrument : IInstrumentControls, IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly InstrumentOptions _options;
    private readonly HomeFolder _home;
    private readonly InstrumentDeck _deck;
    private readonly RunLog _log;
    private readonly RunEngine _engine;
    private readonly WorklistFolder _folder;
    private readonly Expectations _expectations = new();
    private readonly InstrumentNames _names;
    private readonly ITimer _tick;

    /// <summary>Writes the home folder and loads today's worklist. Throws <see cref="ArgumentException"/> or <see cref="IOException"/> with a sentence.</summary>
    public SimulatedInstrument(InstrumentOptions options)
    {
        options.Check();
        _options = options;
        _home = HomeFolder.Create(options.HomeDirectory, options.Seed, options.ReferenceDate);
        _names = new InstrumentNames(_home.Site, _home.Operator, _home.Serial, _home.Assay);
        _log = new RunLog(_home.LogFile, options.Time);
        _deck = DeckBuilder.Build(SplitMix64.For(options.Seed, "deck"));
        _engine = new RunEngine(_deck, _log, SplitMix64.For(options.Seed, "detection noise"), options.Time, options.Speed, _gate, Changed);
        _folder = new WorklistFolder(_home.Worklists);
        Screen = new InstrumentScreen(options, _gate, this, Look);
        PlannedErrorStep = ShortTube.Place(_deck, _home.Today, SplitMix64.For(options.Seed, "short tube"), options.ErrorStep);
        lock (_gate)
        {
            _folder.Look();
            _engine.Load(_home.TodayName, _home.Today);
        }

        _tick = options.Time.CreateTimer(_ => OnTick(), null, Tick, Tick);
    }

    /// <summary>The picture, the pointer and the keys.</summary>
    public InstrumentScreen Screen { get; }

    /// <summary>Full path of the folder with the instrument's files.</summary>
    public string HomeDirectory => Path.GetFullPath(_options.HomeDirectory);

    /// <summary>Name of the person beside the instrument, from the seed.</summary>
    public string OperatorName => _home.Operator;

    /// <summary>The instrument's serial number, from the seed.</summary>
    public string SerialNumber => _home.Serial;

    /// <summary>Where the control program looks for worklists.</summary>
    public string WorklistsDirectory => _home.Worklists;

    /// <summary>Full path of this run's log.</summary>
    public string LogFile => _home.LogFile;

    /// <summary>The step that will find no liquid; 0 for none.</summary>
    public int PlannedErrorStep { get; }

    /// <summary>Where the run is now.</summary>
    public RunState State => Locked(() => _engine.State);

    /// <summary>Why the run is stopped; null while it isn't.</summary>
    public RunError? Error => Locked(() => _engine.Error);

    /// <summary>How far the run is.</summary>
    public RunProgress Progress => Locked(() => new RunProgress(_engine.Done, _engine.Steps.Length));

    /// <summary>The newest 2,000 lines of the log.</summary>
    public IReadOnlyList<RunLogLine> RunLog => Locked(() => _log.Lines);

    /// <summary>The worklist files as the control program lists them.</summary>
    public ImmutableArray<WorklistEntry> Worklists => Locked(() => _folder.Entries);

    /// <summary>The worklist that this instrument starts with.</summary>
    public Worklist TodaysWorklist => _home.Today;

    /// <summary>Starts the loaded worklist.</summary>
    public void Start() => Start(null);

    /// <inheritdoc/>
    public void Retry()
    {
        lock (_gate)
        {
            if (_options.OperatorRefills)
                _engine.Refill();
            _engine.Retry();
        }
    }

    /// <inheritdoc/>
    public void Abort()
    {
        lock (_gate)
            _engine.Abort();
    }

    /// <summary>The person beside the instrument tops up the tube that the run is stopped at.</summary>
    public void Refill()
    {
        lock (_gate)
            _engine.Refill();
    }

    /// <summary>The worklist that a technician would send for this error: the same work with a spare tube instead of the short one.</summary>
    public byte[] CorrectedWorklist(RunError error) => WorklistWriter.Write(SampleWorklist.Corrected(_home.Today, error));

    /// <inheritdoc/>
    public void Start(string? worklist)
    {
        lock (_gate)
        {
            if (_engine.State is RunState.Running or RunState.Stopped)
                return;
            var name = worklist ?? _engine.WorklistName;
            if (_engine.State != RunState.Ready || name != _engine.WorklistName)
            {
                var entry = _folder.Entries.FirstOrDefault(one => one.Name == name);
                var problem = entry is null ? "the file is gone." : entry.Problem ?? _engine.Load(name, entry.Worklist!);
                if (problem is not null)
                {
                    _log.Add(RunLogLevel.Warning, $"Worklist {name} can't be started: {problem}");
                    Changed();
                    return;
                }
            }

            _engine.Start();
        }
    }

    /// <summary>Completes when the run is in that state, at once if it is.</summary>
    public Task WaitForStateAsync(RunState state, CancellationToken cancellationToken) =>
        Locked(() => _expectations.Add(() => _engine.State == state)).WaitAsync(cancellationToken);

    /// <summary>Completes when the control program lists that file; returns what it made of it.</summary>
    public async Task<WorklistEntry> WaitForWorklistAsync(string name, CancellationToken cancellationToken)
    {
        await Locked(() => _expectations.Add(() => _folder.Entries.Any(entry => entry.Name == name))).WaitAsync(cancellationToken).ConfigureAwait(false);
        return Worklists.First(entry => entry.Name == name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tick.Dispose();
        lock (_gate)
            _engine.Dispose();
        Screen.Dispose();
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }

    private void OnTick()
    {
        lock (_gate)
        {
            var before = _folder.Entries;
            if (_folder.Look())
            {
                foreach (var entry in _folder.Entries.Except(before))
                    _log.Add(entry.Problem is null ? RunLogLevel.Info : RunLogLevel.Warning, $"Worklist {entry.Name} found. {entry.Problem ?? $"{entry.Worklist!.Records.Length} steps."}");
            }

            Changed(); // The clock moved.
        }
    }

    private void Changed()
    {
        Screen.Changed();
        _expectations.Check();
    }

    private InstrumentView Look(UiState ui) => new(
        _engine.State, _engine.Error, _engine.WorklistName, _engine.Steps, _engine.Done, _deck.Carriers, _deck.Snapshot(), _log.Lines,
        _folder.Entries, _names, _options.Time.GetLocalNow(), ui);
}

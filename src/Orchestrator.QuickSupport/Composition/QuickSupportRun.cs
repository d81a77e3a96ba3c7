using System.Collections.Immutable;
using Akka.Actor;
using Orchestrator.Actors.Links;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;
using Orchestrator.Domain;
using Orchestrator.Links.Dialing;
using Orchestrator.Links.Handshakes;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.QuickSupport.Face;
using Orchestrator.QuickSupport.Files;
using Orchestrator.QuickSupport.Journal;
using Orchestrator.QuickSupport.Platform;
using Orchestrator.QuickSupport.Presence;
using Orchestrator.QuickSupport.Pumps;
using Orchestrator.SiteFiles;
using Orchestrator.Trust;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>
/// One run of QuickSupport, from its keys to its last record. Composes every part around the session's actors, opens no listening socket, and leaves nothing
/// but the log behind.
/// </summary>
public sealed class QuickSupportRun : IAsyncDisposable
{
    /// <summary>Closing in any way ends everything within this.</summary>
    public static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan OrderlyTime = TimeSpan.FromMilliseconds(900);

    private readonly QuickSupportOptions _options;
    private readonly WatchedFace _face;
    private readonly StopKeys _stopKeys = new();
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly Lock _ending = new();
    private InstrumentJournal? _journal;
    private ActorHost? _actors;
    private RunPluginCommands? _plugins;
    private RunDialing? _dialing;
    private Task? _ended;

    private QuickSupportRun(QuickSupportOptions options)
    {
        _options = options;
        _face = new WatchedFace(options.Face);
        Counters = new PumpCounters(options.Time);
    }

    /// <summary>Completes when everything of the run is over and closed.</summary>
    public Task<QuickSupportOutcome> Completion { get; private set; } = null!;

    /// <summary>What the pumps did.</summary>
    public PumpCounters Counters { get; }

    /// <summary>What can be asked about the plugins while it runs.</summary>
    public RunPluginCommands Plugins => _plugins ?? throw new InvalidOperationException("The run didn't start.");

    /// <summary>How the newest link to the broker came about; null before the first.</summary>
    public DialFacts? Link => _dialing?.Newest;

    /// <summary>Where the evidence log lies.</summary>
    public string LogDirectory => _journal?.Directory ?? "";

    /// <summary>Prepares and starts a run.</summary>
    /// <exception cref="QuickSupportException">It can't start: the sentence says why and what to do.</exception>
    public static async Task<QuickSupportRun> StartAsync(QuickSupportOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var run = new QuickSupportRun(options);
        var keys = RunKeys.Begin(options.Random);
        try
        {
            await run.StartAsync(keys, cancellationToken).ConfigureAwait(false);
            return run;
        }
        catch (Exception e)
        {
            _ = keys.AbandonAsync();
            await run.DisposePartsAsync().ConfigureAwait(false);
            throw e switch
            {
                TrustException => new QuickSupportException(ExitCode.Computer, e.Message, e),
                EvidenceLogException => new QuickSupportException(ExitCode.Log, $"{e.Message} Without it there is no session.", e),
                UnauthorizedAccessException or IOException => new QuickSupportException(ExitCode.Log, $"The evidence log can't be kept in {options.LogRoot}: {e.Message} Without it there is no session; check the folder or name another one.", e),
                _ => e,
            };
        }
    }

    /// <summary>Ends everything: every gate is closed when this returns its task, the rest within <see cref="CloseTime"/>.</summary>
    public async Task CloseAsync()
    {
        _stopKeys.CloseAll();
        _actors?.Instrument.Tell(InstrumentActor.CloseRun.Instance);
        try
        {
            await Completion.WaitAsync(OrderlyTime, _options.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The log keeps what it has; whoever reads it sees that END is missing.
            _ = EndAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
    }

    private async Task StartAsync(RunKeys keys, CancellationToken cancellationToken)
    {
        var face = _options.Face;
        face.Starting("Making this run's keys and checking the configuration …");
        var trust = RunTrust.Load(_options);
        var executable = MachineFacts.HashExecutableAsync(cancellationToken);
        var plugins = await RunPlugins.OpenAsync(_options, cancellationToken).ConfigureAwait(false);
        _parts.Add(plugins);
        var policy = plugins.Capture is null ? WithoutScreen(trust.Policy) : trust.Policy;
        var files = new OperatorFiles(trust.Site.Folders.IsEmpty ? [_options.FilesFolder] : trust.Site.Folders, policy.MaxFileBytes, _options.LogRoot);
        files.CleanUp();

        await keys.Tests.ConfigureAwait(false);
        var logKey = Ed25519Key.Generate(_options.Random);
        var clock = new BrokerClock(_options.Time);
        var runId = new byte[16];
        _options.Random.Fill(runId);
        var id = Convert.ToHexStringLower(runId);
        var domain = trust.Configuration.BrokerNames[0];
        var instrument = Describe(trust.Site);
        var account = MachineFacts.Account;
        var hash = await executable.ConfigureAwait(false);
        _journal = await InstrumentJournal.StartAsync(
            new JournalOptions
            {
                Root = _options.LogRoot,
                Domain = domain,
                RunId = id,
                Key = logKey,
                BrokerLogKey = trust.Configuration.BrokerLogKey,
                Context = RunContext.Of(_options, trust, plugins, instrument, hash),
                OsAccount = account,
                Witness = trust.Site.Witness?.Key.ToString(),
                Clock = clock,
                Time = _options.Time,
                Random = _options.Random,
                Happened = face.Happened,
                Warn = face.Standing,
            },
            cancellationToken).ConfigureAwait(false);
        _parts.Add(_journal);
        _parts.Add(plugins.Notes);
        plugins.Notes.Begin(_journal, () => plugins.Names, why => Fail("record of a plugin", why));

        var rsa = await keys.Rsa.ConfigureAwait(false);
        instrument = instrument with { KeyFingerprint = rsa.Fingerprint.Hex };
        var register = new InstrumentToBroker.RegisterSession(
            instrument,
            RunLog.Origin(domain, id),
            logKey.Public.Bytes,
            rsa.Sign(InstrumentIdentity.LogKeyContext, logKey.Public.Bytes.Span),
            hash,
            trust.Site.Sha256.Length == 0 ? Blob.Empty : Convert.FromHexString(trust.Site.Sha256),
            _options.Composition)
        {
            WitnessTag = trust.Site.Witness?.Tag(RunLog.Origin(domain, id), logKey.Public) ?? Blob.Empty,
        };
        var identity = new InstrumentIdentity(
            rsa, logKey.Public, trust.Configuration.RootCertificate, trust.Configuration.IssuingCertificate, domain, trust.Configuration.Organisation, _options.Random);
        var pin = new SecretText(PinDrawing.Draw(_options.Random, 6));
        var note = new Action<HostCommands.NoteClipboard>(Do);
        var screen = new ScreenNews(face, why => Fail("screen", why), _options.Time);
        _parts.Add(screen);
        _dialing = new RunDialing(_options, trust, plugins, rsa, _journal);
        _parts.Add(_dialing);
        var setup = new InstrumentSetup(
            identity, instrument, policy, pin, register, _dialing.DialAsync, _journal, _journal.ReceiptsBy(rsa), _face,
            new InstrumentPumps(plugins.Capture, files, Counters, note, screen.Changed, _options.Time), _stopKeys, clock, _options.Time)
        {
            EarlierRuns = new EarlierRunsOnDisk(_options.LogRoot, _journal, face.Remark),
        };

        face.Starting($"Connecting to {trust.Configuration.Organisation} ({domain}) …");
        _actors = await ActorHost.StartAsync(setup, plugins, _options, cancellationToken).ConfigureAwait(false);
        _plugins = new RunPluginCommands(_actors.Plugins, _actors.Instrument, plugins);
        Completion = WatchAsync(_actors.Instrument);
        var session = _actors.Instrument;
        if (LockWatch.Start(
            plugins.Capture,
            isLocked => session.Tell(new InstrumentMessages.SessionLock(isLocked)),
            why => Fail("watch of the session's lock", why),
            _options.Time) is { } watch)
        {
            _parts.Add(watch);
        }

        face.Attach(new OperatorDesk(
            new OperatorControls(_actors.Instrument, _stopKeys), pin, account, trust.Configuration.IsDevelopment, _options.Composition, MachineFacts.Version, files, Counters,
            plugins.NoCapture is { } why ? [why] : []));
    }

    private void Do(SessionCommand command) => _actors?.Instrument.Tell(new InstrumentMessages.Do(command));

    private void Fail(string part, string why) => Do(new HostCommands.FailPart(part, why));

    private static Instrument Describe(SiteFile site) => new(
        site.InstrumentName.Length > 0 ? site.InstrumentName : MachineFacts.Device, site.Serial, site.Site, MachineFacts.OperatingSystem, MachineFacts.Version, "");

    private async Task<QuickSupportOutcome> WatchAsync(IActorRef instrument)
    {
        await instrument.WatchAsync().ConfigureAwait(false);
        if (_face.Summary is null && !_journal!.HasSession)
            await _journal.EndWithoutSessionAsync(_face.Failure ?? "closed").ConfigureAwait(false);
        var log = _journal!.Directory;
        await EndAsync().ConfigureAwait(false);
        if (_face.Summary is { } summary)
            return QuickSupportOutcome.Of(summary, log);
        return _face.Failure is { } failure
            ? new QuickSupportOutcome(ExitCode.NoBroker, failure, null, log) { FailureCode = _dialing?.FailureCode ?? "", Diagnosis = _dialing?.Failure }
            : _journal.HasSession
                ? new QuickSupportOutcome(ExitCode.SessionFailed, "The session was stopped by a fault of this program; nothing is open any more. Start it again, and report it to the vendor with the log.", null, log)
                : new QuickSupportOutcome(ExitCode.Ended, "Closed before there was a session.", null, log);
    }

    private Task EndAsync()
    {
        lock (_ending)
            return _ended ??= DisposePartsAsync();
    }

    private async Task DisposePartsAsync()
    {
        if (_actors is { } actors)
            await actors.DisposeAsync().ConfigureAwait(false);
        foreach (var part in Enumerable.Reverse(_parts))
            await part.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>What can't be done here isn't offered.</summary>
    private static SessionPolicy WithoutScreen(SessionPolicy policy) => policy with
    {
        MaxMinutes = policy.MaxMinutes.Where(pair => pair.Key.IsOneFile()).ToImmutableSortedDictionary(),
    };
}

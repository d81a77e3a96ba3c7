using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Runs;
using Orchestrator.Domain;
using Orchestrator.Links.Dialing;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Journal;

/// <summary>
/// The session's events as records of this run's evidence log: durable before anybody is told, with room kept for the records that end something. Gives
/// back every line that became durable since the last call, for the broker must have them all.
/// </summary>
public sealed class InstrumentJournal : IInstrumentJournal, IAsyncDisposable
{
    // END, its forerunners and one count for each of some dozen channels, each record well under 2 KiB.
    private const int ClosingRoom = 64 << 10;
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    private readonly JournalOptions _options;
    private readonly RecordLog _log;
    private readonly ErasableTexts _texts;
    private readonly BrokerCheckpoints _brokerCheckpoints;
    private readonly ConcurrentQueue<JournalRecord> _durable;
    private readonly JournalPeople _people;
    private readonly Reservation _room;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _context = new();
    private Audit.Checkpoints.SignedCheckpoint? _recorded;
    private Audit.Checkpoints.SignedCheckpoint? _overEnd;

    private InstrumentJournal(
        JournalOptions options, RecordLog log, ConcurrentQueue<JournalRecord> durable, Reservation room, JournalPeople people, Audit.Checkpoints.SignedCheckpoint? earlier)
    {
        _options = options;
        _log = log;
        _durable = durable;
        _room = room;
        _people = people;
        var folder = log.Log.Folder;
        _texts = ErasableTexts.Open(folder, options.Random);
        _brokerCheckpoints = new BrokerCheckpoints(folder.PeerCheckpoints, options.BrokerLogKey, earlier);
    }

    /// <inheritdoc/>
    public string Directory => _log.Log.Folder.Path;

    /// <summary>True once a session has its START here.</summary>
    public bool HasSession => _people.Session.Length > 0;

    /// <summary>Makes the run's folder and writes its first record.</summary>
    /// <exception cref="EvidenceLogException">It can't be written, or there is no room: no session may start.</exception>
    public static async Task<InstrumentJournal> StartAsync(JournalOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var durable = new ConcurrentQueue<JournalRecord>();
        var people = new JournalPeople(options.OsAccount);
        var log = await RunLog.StartAsync(
            new RunLogOptions
            {
                Root = options.Root,
                Domain = options.Domain,
                RunId = options.RunId,
                Key = options.Key,
                Time = options.Time,
                Context = options.Context,
                Witness = options.Witness,
                Self = people.Self,
                OnDurable = (sequence, line) =>
                {
                    durable.Enqueue(new JournalRecord(sequence, line));
                    options.OnLine?.Invoke(sequence, line);
                },
            },
            cancellationToken).ConfigureAwait(false);
        var room = await log.Log.ReserveAsync(ClosingRoom, cancellationToken).ConfigureAwait(false);
        if (room is not null)
        {
            await EarlierRunNotes.WriteAsync(options.Root, log, people.Self, ErasableTexts.Open(log.Log.Folder, options.Random), cancellationToken).ConfigureAwait(false);

            // What earlier runs saw of the broker's log, so that this run's evidence must show that it still is that log.
            var earlier = PeerCheckpoints.Newest(options.Root, Path.GetFileName(log.Log.Folder.Path), options.BrokerLogKey);
            if (earlier is null || (await log.AppendAsync(LogRecords.PeerCheckpoint(people.Self, earlier, null), cancellationToken: cancellationToken).ConfigureAwait(false)).IsDurable)
                return new InstrumentJournal(options, log, durable, room, people, earlier);
            room.Dispose();
        }

        await log.DisposeAsync().ConfigureAwait(false);
        throw new EvidenceLogException(EvidenceLogFailure.DiskFull, $"There is no room for the evidence log in {options.Root}. Free some room and start again.");
    }

    /// <summary>How the link came about: where and through what, for every record from here on.</summary>
    public void NoteLink(DialFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        Change(context => context with
        {
            Where = context.Where with
            {
                Remote = facts.Address,
                Proxy = facts.Proxy.Length == 0 ? null : facts.Proxy,
                ProxyScheme = facts.ProxyScheme.Length == 0 ? null : facts.ProxyScheme,
                TlsIssuer = facts.Tls.Issuer,
                TlsInterception = Word(facts.Tls.Interception),
            },
        });
    }

    /// <summary>The site's network reads inside the outer TLS. Goes to the broker with the session's next event.</summary>
    /// <param name="verdict">What was seen, and whether the link was refused for it.</param>
    /// <param name="decidedBy">site-file or configuration.</param>
    /// <exception cref="EvidenceLogException">It can't be written: then the link isn't used.</exception>
    public Task NoteInterceptionAsync(TlsVerdict verdict, string decidedBy)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return AppendOwnAsync(InterceptionRecords.ToBody(
            _people.Self, verdict.Host, verdict.Issuer, verdict.RootSha256, decidedBy, verdict.Code, HasSession ? _people.Session : null));
    }

    /// <summary>Something happened to a plugin. Goes to the broker with the session's next event; nothing rests on it.</summary>
    /// <param name="code">One of <see cref="PluginEventCodes"/>.</param>
    /// <param name="about">What.</param>
    /// <param name="isAsked">True: somebody in the operator's account asked for it.</param>
    /// <param name="active">What serves now, for every record from here on.</param>
    /// <exception cref="EvidenceLogException">It can't be written.</exception>
    public Task NotePluginAsync(string code, PluginObservations.PluginFacts about, bool isAsked, ImmutableArray<RecordPlugin> active)
    {
        Change(context => context with { Software = context.Software with { Plugins = active } });
        var who = _people.Who(isAsked ? Party.Operator : Party.Instrument);
        return AppendOwnAsync(PluginRecords.ToBody(code, about, who, HasSession ? _people.Session : null));
    }

    /// <summary>The policy that the ticket rests on, for every record from the joining on.</summary>
    private void NotePolicy(PolicyVersion policy) => Change(context => context with { Software = context.Software with { Policy = policy.Sha256 } });

    private async Task AppendOwnAsync(RecordBody body)
    {
        // In its turn, so that nothing comes between END and the checkpoint over it.
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            var result = await _log.AppendAsync(body).ConfigureAwait(false);
            if (!result.IsDurable)
                throw new EvidenceLogException(EvidenceLogFailure.Unwritable, result.Reason ?? "The evidence log can't be written.");
        }
        finally
        {
            _turn.Release();
        }
    }

    private static string Word(TlsInterception interception) => interception switch
    {
        TlsInterception.None => "none",
        TlsInterception.Intercepted => "intercepted",
        _ => "unknown",
    };

    private void Change(Func<RecordContext, RecordContext> change)
    {
        lock (_context)
            _log.Context = change(_log.Context);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<JournalRecord>> AppendAsync(SessionEvent happened, CancellationToken cancellationToken) =>
        // Off the caller's thread: texts are flushed to the disk before their record is made.
        Task.Run(() => WriteAsync(happened, cancellationToken), cancellationToken);

    /// <summary>
    /// Signs what is there. Once there is an END it stays the checkpoint over END: what this log says of its own behind it doesn't reach the broker any more,
    /// where a checkpoint without its records proves nothing.
    /// </summary>
    public async Task<ReadOnlyMemory<byte>> CheckpointAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _overEnd?.Note ?? (await SignAsync(cancellationToken).ConfigureAwait(false)).Note;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task KeepBrokerCheckpointAsync(ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken)
    {
        if (_brokerCheckpoints.Keep(signedNote) is not { } before)
            return;
        var now = _brokerCheckpoints.Newest!.Checkpoint;
        _options.Warn?.Invoke("The vendor's server doesn't know all that it knew at an earlier session on this computer: it was set back, or isn't honest. Ask the vendor; the record of it is kept here.");
        await AppendOwnAsync(RunRecords.PeerRolledBack(_people.Self, before.Checkpoint, now)).ConfigureAwait(false);
    }

    /// <summary>The delivery of an earlier run's log ended. Goes to the broker with the session's next event.</summary>
    /// <exception cref="EvidenceLogException">It can't be written.</exception>
    public Task NoteDeliveryAsync(EarlierRun run, TailDelivered how) => AppendOwnAsync(RunRecords.Delivered(_people.Self, HasSession ? _people.Session : null, run, how));

    /// <summary>Receipts of the operator's answers, signed by the run's key, by this log's clock and people.</summary>
    public IConsentReceipts ReceiptsBy(RsaIdentity run) => new ConsentReceipts(run, _log, _people, _options.Random);

    /// <summary>A run that never had a session says why.</summary>
    public async Task EndWithoutSessionAsync(string why)
    {
        var body = new RecordBody
        {
            Event = EventCodes.RunEnded,
            Sentence = "The run ended without a session.",
            Who = _people.Self,
            Change = new RecordChange { Reason = why, Outcome = Outcomes.Error },
        };
        await _log.AppendAsync(body, _room).ConfigureAwait(false);
    }

    /// <summary>Signs and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _room.Dispose();
        await _log.DisposeAsync().ConfigureAwait(false);
        _brokerCheckpoints.Dispose();
    }

    private async Task<ImmutableArray<JournalRecord>> WriteAsync(SessionEvent happened, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // The room for closing records was needed already: the disk is full, whatever still fits into what that gave free.
            if (happened.Enlarges && _room.Released)
                throw new EvidenceLogException(EvidenceLogFailure.DiskFull, $"There is no more room for the evidence log in {_options.Root}. Free some room and start again.");
            JudgeClock();
            _people.Learn(happened);
            if (happened is SessionEvents.TechnicianJoined joined)
                NotePolicy(joined.Terms.Policy);
            var body = SessionEventCodec.ToBody(happened, Context());
            if (happened is SessionEvents.OperatorNamed)
                _people.Name(body);
            var bodies = PeerCheckpointBefore(happened) is { } peer ? new[] { peer, body } : [body];
            var result = await _log.AppendAsync(bodies, happened.Enlarges ? null : _room, cancellationToken).ConfigureAwait(false);
            if (!result.IsDurable)
                throw new EvidenceLogException(EvidenceLogFailure.Unwritable, result.Reason ?? "The evidence log can't be written.");
            if (happened is SessionEvents.Ended)
                await SignEndAsync(cancellationToken).ConfigureAwait(false);
            _options.Happened?.Invoke(happened);
            return TakeUpTo(result.First + bodies.Length - 1);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Before anything else is written.</summary>
    private async Task SignEndAsync(CancellationToken cancellationToken)
    {
        try
        {
            _overEnd = await SignAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (EvidenceLogException)
        {
            // END stands all the same; whoever wants a checkpoint tries again, and is told.
        }
    }

    private async Task<Audit.Checkpoints.SignedCheckpoint> SignAsync(CancellationToken cancellationToken)
    {
        var signed = await _log.CheckpointAsync(_room, cancellationToken).ConfigureAwait(false);
        return signed.Checkpoint is { } checkpoint && signed.Status == AppendStatus.Durable
            ? checkpoint
            : throw new EvidenceLogException(EvidenceLogFailure.Unwritable, signed.Reason ?? "The evidence log can't be signed.");
    }

    private SessionRecordContext Context() => new() { Session = _people.Session, Ticket = _people.Ticket, Who = _people.Who, Texts = _texts };

    /// <summary>At START, at each grant and before END the log names the broker's newest checkpoint, so that each log fixes the other.</summary>
    private RecordBody? PeerCheckpointBefore(SessionEvent happened)
    {
        if (happened is not (SessionEvents.Started or SessionEvents.Granted or SessionEvents.Ending) || _brokerCheckpoints.Newest is not { } newest || newest == _recorded)
            return null;
        _recorded = newest;
        return LogRecords.PeerCheckpoint(_people.Self, newest, _people.Session);
    }

    private ImmutableArray<JournalRecord> TakeUpTo(long sequence)
    {
        var records = ImmutableArray.CreateBuilder<JournalRecord>();
        while (_durable.TryPeek(out var next) && next.Sequence <= sequence && _durable.TryDequeue(out next))
            records.Add(next);
        return records.ToImmutable();
    }

    private void JudgeClock()
    {
        if (!_options.Clock.IsSet || _log.Clock.State == ClockStates.Jumped)
            return;
        var apart = (_options.Time.GetUtcNow() - _options.Clock.Now).Duration();
        _log.Clock.State = apart <= ClockTolerance ? ClockStates.AgreesWithBroker : ClockStates.DiffersFromBroker;
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Broker.Hosting;
using Orchestrator.Domain;
using Orchestrator.Protocol;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Witnessing;

/// <summary>
/// Takes the witnesses that an administrator enrolled, each on one link at a time, and sees that they are there: one that is away for a minute is recorded as
/// silent, one that was removed loses its link. Of the broker's own log a record is written only when something changes.
/// </summary>
internal sealed class WitnessDesk : IWitnessDesk, IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WitnessStore _store;
    private readonly WitnessSources _sources;
    private readonly ILogger _log;
    private readonly PeriodicTimer _timer;
    private readonly Task _watch;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Standing> _standings = [];
    private readonly HashSet<SessionNumber> _begun = [];

    public WitnessDesk(WitnessStore store, WitnessSources sources, ILogger log)
    {
        _store = store;
        _sources = sources;
        _log = log;
        _timer = new PeriodicTimer(Look, sources.Time);
        _watch = Task.Run(WatchAsync);
    }

    private enum OwnLog
    {
        Unknown,
        Cosigned,
        Refused,
        Silent,
    }

    public async Task<WitnessAdmission> AdmitAsync(
        WitnessMessages.OfferWitness offer, Endpoint from, Func<WitnessMessages.WitnessRequest, Task<bool>> send, Action close, CancellationToken cancellationToken)
    {
        if (await _store.FindAsync(from.Fingerprint, cancellationToken) is not { } witness)
        {
            BrokerLog.WitnessUnknown(_log, from.Address, from.Fingerprint);
            return new WitnessAdmission.Refused("WITNESS_UNKNOWN", "Nobody enrolled this witness here. Send the vendor what `orchestrator-witness keys` prints.");
        }

        if (!FixedTime.Equal(System.Text.Encoding.UTF8.GetBytes(witness.VerifierKey), System.Text.Encoding.UTF8.GetBytes(offer.VerifierKey)))
        {
            return new WitnessAdmission.Refused("WITNESS_KEY_DIFFERS", "This witness was enrolled with another verifier key. Send the vendor what `orchestrator-witness keys` prints.");
        }

        var talk = new WitnessTalk(send, close, _sources.Time);
        var rounds = new WitnessRounds(witness, talk, _sources, (good, record) => OwnAsync(witness.Name, good, record), _log);
        WitnessTalk? older;
        lock (_gate)
        {
            var standing = StandingOf(witness.Name);
            older = standing.Talk;
            (standing.Talk, standing.Rounds) = (talk, rounds);
        }

        older?.Close();
        talk.Over.Register(() => Left(witness.Name, talk));
        _ = Task.Run(rounds.RunAsync, CancellationToken.None);
        return new WitnessAdmission.Taken(talk);
    }

    public async Task IntroduceAsync(SessionNumber session, InstrumentToBroker.RegisterSession wish, ReadOnlyMemory<byte> runKey, CancellationToken cancellationToken) =>
        await _sources.Runs.AddAsync(session, wish, runKey, cancellationToken);

    public void Checkpointed(SessionNumber session)
    {
        lock (_gate)
        {
            if (!_begun.Add(session))
            {
                return;
            }
        }

        Tell(session, isOver: false);
    }

    public void Over(SessionNumber session)
    {
        lock (_gate)
        {
            _begun.Remove(session);
        }

        Tell(session, isOver: true);
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _watch;
        foreach (var standing in All())
        {
            standing.Talk?.Close();
        }

        _sources.Own.Dispose();
    }

    /// <summary>Who is silent, and who was removed.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var enrolled = await _store.ListAsync(cancellationToken);
        foreach (var witness in enrolled)
        {
            bool isAway;
            lock (_gate)
            {
                var standing = StandingOf(witness.Name);
                isAway = standing.Talk is null && _sources.Time.GetElapsedTime(standing.LeftAt) >= Patience;
            }

            if (isAway && await NoteOnceAsync(witness.Name, OwnLog.Silent, new WitnessObservations.WitnessSilent(witness.Name)))
            {
                BrokerLog.WitnessSilent(_log, witness.Name);
            }
        }

        List<WitnessTalk> removed;
        lock (_gate)
        {
            removed = [.. _standings.Where(s => s.Value.Talk is not null && enrolled.All(e => e.Name != s.Key)).Select(s => s.Value.Talk!)];
        }

        removed.ForEach(talk => talk.Close());
    }

    private async Task WatchAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            try
            {
                await LookAsync(CancellationToken.None);
            }
            catch (Exception e) when (e is DbUpdateException or Microsoft.Data.Sqlite.SqliteException)
            {
                BrokerLog.WitnessFailed(_log, e, "all");
            }
        }
    }

    private Task OwnAsync(string name, bool isGood, BrokerObservation record) => NoteOnceAsync(name, isGood ? OwnLog.Cosigned : OwnLog.Refused, record);

    /// <summary>Records what is new; what can't be written counts as not yet said, and comes up again.</summary>
    private async Task<bool> NoteOnceAsync(string name, OwnLog now, BrokerObservation record)
    {
        OwnLog before;
        lock (_gate)
        {
            var standing = StandingOf(name);
            before = standing.Own;
            if (before == now)
            {
                return false;
            }

            standing.Own = now;
        }

        if (await _sources.NoteAsync(record))
        {
            return true;
        }

        lock (_gate)
        {
            var standing = StandingOf(name);
            standing.Own = standing.Own == now ? before : standing.Own;
        }

        return false;
    }

    private void Tell(SessionNumber session, bool isOver)
    {
        foreach (var standing in All())
        {
            standing.Rounds?.Look(session, isOver);
        }
    }

    private void Left(string name, WitnessTalk talk)
    {
        lock (_gate)
        {
            var standing = StandingOf(name);
            if (ReferenceEquals(standing.Talk, talk))
            {
                (standing.Talk, standing.Rounds, standing.LeftAt) = (null, null, _sources.Time.GetTimestamp());
            }
        }
    }

    private List<Standing> All()
    {
        lock (_gate)
        {
            return [.. _standings.Values];
        }
    }

    private Standing StandingOf(string name)
    {
        if (!_standings.TryGetValue(name, out var standing))
        {
            // Whoever was enrolled just now hasn't had the time to come.
            _standings[name] = standing = new Standing { LeftAt = _sources.Time.GetTimestamp() };
        }

        return standing;
    }

    private sealed class Standing
    {
        public WitnessTalk? Talk { get; set; }

        public WitnessRounds? Rounds { get; set; }

        public OwnLog Own { get; set; }

        public long LeftAt { get; set; }
    }
}

using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Broker.Evidence;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Journal;
using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Broker.Witnessing;

/// <summary>What a broker asks one witness on one link: about its own log when that grew, at most every ten seconds, and about each run at START and END.</summary>
internal sealed class WitnessRounds
{
    private const int MostTries = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // What doesn't fit is found in the store when the witness comes again.
    private readonly Channel<(SessionNumber Session, bool IsOver)> _sessions =
        Channel.CreateBounded<(SessionNumber, bool)>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly EnrolledWitness _witness;
    private readonly WitnessKey _key;
    private readonly WitnessTalk _talk;
    private readonly WitnessSources _sources;
    private readonly Func<bool, BrokerObservation, Task> _own;
    private readonly ILogger _log;
    private long _ownSize;
    private ReadOnlyMemory<byte> _ownDone;

    /// <param name="witness">Who.</param>
    /// <param name="talk">Its link.</param>
    /// <param name="sources">The logs.</param>
    /// <param name="own">Told how it went with the broker's own log: cosigned or not, and the record that it is worth when that is new.</param>
    /// <param name="log">Diagnostics.</param>
    public WitnessRounds(EnrolledWitness witness, WitnessTalk talk, WitnessSources sources, Func<bool, BrokerObservation, Task> own, ILogger log)
    {
        _witness = witness;
        _key = WitnessKey.TryParse(witness.VerifierKey, out var key) ? key : throw new FormatException("The store holds a verifier key that isn't one.");
        _talk = talk;
        _sources = sources;
        _own = own;
        _log = log;
    }

    /// <summary>Asks until the link ends.</summary>
    public async Task RunAsync()
    {
        try
        {
            foreach (var session in await _sources.Runs.LatelyAsync(_talk.Over))
            {
                await RunLogAsync(session, isOver: true);
            }

            while (true)
            {
                await OwnLogAsync();
                await WaitAsync();
                while (_sessions.Reader.TryRead(out var next))
                {
                    await RunLogAsync(next.Session, next.IsOver);
                }
            }
        }
        catch (OperationCanceledException) when (_talk.Over.IsCancellationRequested)
        {
            // The link is over.
        }
        catch (Exception e)
        {
            BrokerLog.WitnessFailed(_log, e, _witness.Name);
            _talk.Close();
        }
        finally
        {
            _talk.Dispose();
        }
    }

    /// <summary>A run has something new. Returns at once.</summary>
    public void Look(SessionNumber session, bool isOver) => _sessions.Writer.TryWrite((session, isOver));

    private async Task WaitAsync()
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_talk.Over);
        var tick = Task.Delay(Interval, _sources.Time, either.Token);
        await Task.WhenAny(tick, _sessions.Reader.WaitToReadAsync(either.Token).AsTask());
        await either.CancelAsync();
        _talk.Over.ThrowIfCancellationRequested();
    }

    private async Task OwnLogAsync()
    {
        var note = _sources.Journal.LatestCheckpoint;
        if (note.IsEmpty || note.Span.SequenceEqual(_ownDone.Span) || !IsCheckpoint(note, out var head))
        {
            return;
        }

        var answer = await CosignAsync(head!, note, _ownSize, null, (old, size) => _sources.Own.Proof(old, size));
        if (answer.Status == 200)
        {
            (_ownSize, _ownDone) = (head!.Size, note);
            await _own(true, new WitnessObservations.WitnessCosigned(null, _witness.Name, head.Origin, head.Size));
        }
        else
        {
            _ownDone = note;
            BrokerLog.WitnessRefused(_log, _witness.Name, head!.Origin, head.Size, answer.Status, answer.Reason);
            await _own(false, new WitnessObservations.WitnessRefused(null, _witness.Name, head.Origin, head.Size, answer.Status, answer.Reason));
        }
    }

    private async Task RunLogAsync(SessionNumber session, bool isOver)
    {
        if (await _sources.Runs.FindAsync(session, _talk.Over) is not { } run)
        {
            return;
        }

        MerkleTree? tree = null;
        var before = 0L;
        foreach (var (head, note) in await _sources.Runs.CheckpointsAsync(session, isOver, _talk.Over))
        {
            if (!(await _sources.Cosignatures.FindAsync(head.Origin, head.Size, _talk.Over)).Any(done => done.WitnessKey == _witness.VerifierKey))
            {
                tree ??= await _sources.Runs.TreeAsync(session, _talk.Over);
                await RunCheckpointAsync(session, run, tree, head, note, before);
            }

            before = head.Size;
        }
    }

    private async Task RunCheckpointAsync(SessionNumber session, WitnessMessages.RunIntroduction run, MerkleTree tree, Checkpoint head, ReadOnlyMemory<byte> note, long before)
    {
        if (tree.Size < head.Size)
        {
            return;
        }

        var answer = await CosignAsync(head, note, before, run, tree.ConsistencyProof);
        if (answer.Status != 200)
        {
            BrokerLog.WitnessRefused(_log, _witness.Name, head.Origin, head.Size, answer.Status, answer.Reason);
        }

        await _sources.NoteAsync(answer.Status == 200
            ? new WitnessObservations.WitnessCosigned(session, _witness.Name, head.Origin, head.Size)
            : new WitnessObservations.WitnessRefused(session, _witness.Name, head.Origin, head.Size, answer.Status, answer.Reason));
    }

    /// <summary>Asks, learns the size from 409, keeps a cosignature that verifies. A log that is smaller than what the witness saw is shown to it all the same.</summary>
    private async Task<(int Status, string Reason)> CosignAsync(
        Checkpoint head, ReadOnlyMemory<byte> note, long old, WitnessMessages.RunIntroduction? run, Func<long, long, IReadOnlyList<MerkleHash>> proof)
    {
        for (var attempt = 1; ; attempt++)
        {
            var body = old <= head.Size ? new AddCheckpoint(old, proof(old, head.Size), note) : new AddCheckpoint(0, [], note);
            var answer = await _talk.AskAsync(body.ToBytes(), run) ?? throw new OperationCanceledException(_talk.Over);
            var text = Encoding.UTF8.GetString(answer.Body.Span);
            switch (answer.Status)
            {
                case 200:
                    return await KeepAsync(head, note, text) ? (200, "") : (502, "What it answered isn't a cosignature by the key that was enrolled.");
                case 409 when attempt < MostTries && WitnessReply.ReadSize(text) is { } size && size <= head.Size:
                    old = size;
                    break;
                case 409:
                    return (409, string.Create(CultureInfo.InvariantCulture, $"It cosigned a log of another size before: {text.Trim()}"));
                default:
                    return (answer.Status, text.Trim());
            }
        }
    }

    private async Task<bool> KeepAsync(Checkpoint head, ReadOnlyMemory<byte> note, string body)
    {
        if (Audit.Witnessing.Cosignature.ParseLines(body) is not { } lines || SignedNote.Parse(note.Span, out var signed) != NoteFailure.None)
        {
            return false;
        }

        // Lines by keys that nobody enrolled are left alone.
        if (lines.FirstOrDefault(line => Audit.Witnessing.Cosignature.Verify(signed!.Text, line, _key) is not null) is not { } good)
        {
            return false;
        }

        // Kept also when the link ended meanwhile: the witness did sign it.
        await _sources.Cosignatures.AddAsync(new Evidence.Cosignature(head.Origin, head.Size, _witness.VerifierKey, good.ToLine().TrimEnd('\n')), CancellationToken.None);
        return true;
    }

    private static bool IsCheckpoint(ReadOnlyMemory<byte> bytes, out Checkpoint? head)
    {
        head = null;
        return SignedNote.Parse(bytes.Span, out var note) == NoteFailure.None && Checkpoint.TryParse(note!.Text, out head);
    }
}

using Akka.Actor;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using static Orchestrator.Protocol.RecoveryMessages;

namespace Orchestrator.Actors.Links;

/// <summary>The broker's half of the delivery of an earlier run's log: keeps one part until its checkpoint comes, within limits, and hands it on.</summary>
internal sealed class RecoveryTalk(LinkConnection link, Endpoint from, IRecoveredRuns runs, IActorRef sessions)
{
    /// <summary>Records of one part.</summary>
    public const int PartRecords = 4096;

    /// <summary>Bytes of one part.</summary>
    public const int PartBytes = 4 << 20;

    private const int RefusalsOnLink = 3;

    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    private static readonly RecoveryAnswer TooMuch = new(0, TailCodes.Limit, "That is too much at once, out of order, or was refused too often. Bring the log's folder to the vendor instead.");

    private readonly List<ReadOnlyMemory<byte>> _lines = [];
    private RecoverRun? _run;
    private long _next;
    private long _bytes;
    private bool _isBeyond;
    private int _refusals;

    /// <summary>Takes one of the instrument's messages about an earlier run.</summary>
    public async ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case RecoverRun run:
                await BeginAsync(run, cancellationToken).ConfigureAwait(false);
                return null;
            case RecoverRecord record when _run is not null:
                Keep(record);
                return null;
            case RecoverCheckpoint checkpoint when _run is { } run:
                await StoreAsync(run, checkpoint, cancellationToken).ConfigureAwait(false);
                return null;
            default:
                return LinkOutcome.Violation($"{message.Type} before a run was named");
        }
    }

    private async Task BeginAsync(RecoverRun run, CancellationToken cancellationToken)
    {
        _run = run;
        Forget();
        var answer = await KnownAsync(run, cancellationToken).ConfigureAwait(false);
        if (answer.IsGood)
        {
            _next = answer.Next;
            await link.SendAsync(new RunKnown(run.Session, answer.Next)).ConfigureAwait(false);
            return;
        }

        _isBeyond = true;
        await AnswerAsync(run, answer).ConfigureAwait(false);
    }

    private async Task<RecoveryAnswer> KnownAsync(RecoverRun run, CancellationToken cancellationToken)
    {
        if (_refusals >= RefusalsOnLink || run.Signed > run.Records)
        {
            return TooMuch;
        }

        try
        {
            return await sessions.Ask(new BrokerMessages.IsAlive(run.Session), AnswerTime, cancellationToken).ConfigureAwait(false) is BrokerMessages.Alive { Yes: false }
                ? await runs.KnownAsync(run.Session, run.LogOrigin, from.Address, cancellationToken).ConfigureAwait(false)
                : new RecoveryAnswer(0, TailCodes.Running, "That session isn't over for the vendor's server. It is asked again in a while.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return Fault;
        }
    }

    private void Keep(RecoverRecord record)
    {
        _isBeyond |= record.Sequence != _next + _lines.Count || _lines.Count >= PartRecords || _bytes + record.Line.Length > PartBytes;
        if (_isBeyond)
        {
            _lines.Clear();
            return;
        }

        _lines.Add(record.Line.Memory);
        _bytes += record.Line.Length;
    }

    private async Task StoreAsync(RecoverRun run, RecoverCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var answer = TooMuch;
        if (!_isBeyond)
        {
            try
            {
                answer = await runs.StoreAsync(
                    new RecoveredPart(run.Session, run.LogOrigin, _next, [.. _lines], checkpoint.Note.Memory, run.Signed, run.Records - run.Signed, from.Address), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                answer = Fault;
            }
        }

        Forget();
        _next = answer.Next;
        _isBeyond = !answer.IsGood;
        await AnswerAsync(run, answer).ConfigureAwait(false);
    }

    private async Task AnswerAsync(RecoverRun run, RecoveryAnswer answer)
    {
        if (!answer.IsGood && answer.Code is not (TailCodes.Running or TailCodes.Fault))
        {
            _refusals++;
        }

        await link.SendAsync(new RunRecovered(run.Session, answer.Next, answer.Code, answer.Sentence)).ConfigureAwait(false);
    }

    private void Forget()
    {
        _lines.Clear();
        _bytes = 0;
        _isBeyond = false;
    }

    private static RecoveryAnswer Fault { get; } =
        new(0, TailCodes.Fault, "The vendor's server couldn't store it because of a fault of its own. It is tried again at the next start.");
}

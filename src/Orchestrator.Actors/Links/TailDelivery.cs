using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Audit.Runs;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using static Orchestrator.Protocol.RecoveryMessages;

namespace Orchestrator.Actors.Links;

/// <summary>
/// The instrument's half of the delivery of earlier runs' logs, beside the session of this run: one part after the other, each answered before the next.
/// What goes wrong here changes nothing of the session.
/// </summary>
public sealed class TailDelivery(LinkConnection link, TimeProvider time)
{
    /// <summary>The run's signed part isn't what was signed: there is nothing to deliver that anybody could believe.</summary>
    public const string Tampered = "TAIL_TAMPERED";

    private const int Tries = 4;

    // Longer than any grace at the broker.
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);

    private TaskCompletionSource<LinkMessage> _answer = NewAnswer();

    /// <summary>Takes the broker's answer; false when nobody waits for one.</summary>
    public bool Take(LinkMessage message) => message is RunKnown or RunRecovered && Volatile.Read(ref _answer).TrySetResult(message);

    /// <summary>Delivers what isn't delivered. Ends with the link, or when everything was tried.</summary>
    public async Task RunAsync(IEarlierRuns runs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(runs);
        var waiting = await Task.Run(runs.Find, cancellationToken).ConfigureAwait(false);
        for (var attempt = 1; waiting.Count > 0 && attempt <= Tries; attempt++)
        {
            var later = new List<EarlierRun>();
            foreach (var run in waiting)
            {
                var ended = await DeliverAsync(run, cancellationToken).ConfigureAwait(false);
                if (ended.Code == TailCodes.Running && attempt < Tries)
                {
                    later.Add(run);
                }
                else
                {
                    await runs.EndedAsync(run, ended).ConfigureAwait(false);
                }
            }

            waiting = later;
            if (waiting.Count > 0)
            {
                await Task.Delay(TryAgainAfter, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<TailDelivered> DeliverAsync(EarlierRun run, CancellationToken cancellationToken)
    {
        if (run.Tampered)
        {
            return new TailDelivered(0, Tampered, "Its records aren't those that it signed; it was left as it is. Keep the folder and tell the auditor.");
        }

        var asked = new RecoverRun(run.Session!.Value, run.Key.Name, run.Records, run.Signed);
        if (await AskAsync(asked, asked, cancellationToken).ConfigureAwait(false) is not RunKnown known)
        {
            return Ended(0);
        }

        var (first, next) = (known.Next, known.Next);

        // What both have must be the same before anything is added to it.
        if (run.NewestUpTo(next) is { } held && await PartAsync(asked, held.Note, cancellationToken).ConfigureAwait(false) is not { Code: "" })
        {
            return Ended(0);
        }

        while (next < run.Signed)
        {
            if (run.NextPart(next, RecoveryTalk.PartRecords, RecoveryTalk.PartBytes) is not { } part)
            {
                return new TailDelivered(next - first, TailCodes.Limit, "More was recorded between two of its checkpoints than fits a delivery. Bring the folder to the vendor instead.");
            }

            foreach (var line in run.Read(next).Take((int)(part.Checkpoint.Size - next)))
            {
                await link.SendAsync(new RecoverRecord(next++, line)).ConfigureAwait(false);
            }

            if (await PartAsync(asked, part.Note, cancellationToken).ConfigureAwait(false) is not { Code: "" } stored)
            {
                return Ended(0);
            }

            next = stored.Next;
        }

        return new TailDelivered(next - first, "", "");

        TailDelivered Ended(long records) => _last is { Code.Length: > 0 } no
            ? new TailDelivered(records, no.Code, no.Sentence)
            : new TailDelivered(records, TailCodes.Fault, "The vendor's server gave an answer that this version doesn't understand.");
    }

    private RunRecovered? _last;

    private async Task<RunRecovered?> PartAsync(RecoverRun run, ReadOnlyMemory<byte> note, CancellationToken cancellationToken) =>
        await AskAsync(run, new RecoverCheckpoint(note), cancellationToken).ConfigureAwait(false) as RunRecovered;

    /// <summary>One answer to one message; null when it is about another run.</summary>
    private async Task<LinkMessage?> AskAsync(RecoverRun run, LinkMessage message, CancellationToken cancellationToken)
    {
        var answer = NewAnswer();
        Volatile.Write(ref _answer, answer);
        await link.SendAsync(message).ConfigureAwait(false);
        var said = await answer.Task.WaitAsync(AnswerTime, time, cancellationToken).ConfigureAwait(false);
        _last = said as RunRecovered;
        return (said is RunKnown known && known.Session == run.Session) || _last?.Session == run.Session ? said : null;
    }

    private static TaskCompletionSource<LinkMessage> NewAnswer() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

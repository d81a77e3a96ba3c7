using System.Buffers;
using System.Globalization;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.Witnesses.Alarms;

namespace Orchestrator.Witnesses.Running;

/// <summary>One link to the broker: each request is judged and answered, in order.</summary>
internal sealed class WitnessLink(LinkConnection link, Witness witness, KnownRuns known, WitnessAlarms alarms, TextWriter output, TimeProvider time) : ILinkReceiver
{
    private long _heardAt = time.GetTimestamp();
    private bool _ownSaid;

    /// <summary>Why the broker doesn't want this witness; null when it didn't say so.</summary>
    public BrokerToBoth.Refused? Refusal { get; private set; }

    /// <summary>How long nothing has come.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Interlocked.Read(ref _heardAt));

    /// <inheritdoc/>
    public async ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _heardAt, time.GetTimestamp());
        switch (message)
        {
            case BrokerToBoth.Heartbeat:
                return null;
            case BrokerToBoth.Refused refused:
                Refusal = refused;
                return LinkOutcome.Local;
            case WitnessMessages.WitnessRequest request:
                var reply = Answer(request);
                await link.SendAsync(new WitnessMessages.WitnessAnswer(request.Id, reply.Status, reply.ToBytes())).ConfigureAwait(false);
                return null;
            default:
                return LinkOutcome.Violation($"{message.Type} at this time");
        }
    }

    /// <inheritdoc/>
    public ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken) =>
        new(LinkOutcome.Violation("a peer's record on a witness's link"));

    private WitnessReply Answer(WitnessMessages.WitnessRequest request)
    {
        var reply = Judge(request);
        alarms.Look(reply, request.Body.Memory, isFromLog: true);

        // Of the broker's log the first of a link is worth a line: it comes every few seconds.
        if (request.Run is not null || !_ownSaid || reply.Status is not (200 or 409))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ssZ} {reply.Status} {reply.About?.Origin ?? request.Run?.Origin ?? "?"} {reply.About?.Size ?? 0}{(reply.Status is 200 or 409 ? "" : " " + reply.Body.Trim())}"));
        _ownSaid |= request.Run is null && reply.Status == 200;
        return reply;
    }

    private WitnessReply Judge(WitnessMessages.WitnessRequest request)
    {
        if (request.Run is not { } run)
            return witness.Answer(request.Body.Memory, known.OfBroker);
        return known.Judge(run, out var key) is { } why
            ? new WitnessReply(403, why + "\n")
            : witness.Answer(request.Body.Memory, origin => origin == run.Origin ? [key!] : []);
    }
}

using System.Buffers;
using Akka.Actor;
using Orchestrator.Actors.Channels;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using static Orchestrator.Actors.Sessions.AtInstrument.InstrumentMessages;

namespace Orchestrator.Actors.Links;

/// <summary>
/// The instrument's end of its links, one after the other: what the broker says goes to the session actor, what the technician sends is opened here,
/// and payload goes straight into the channels' pipes. Holds no truth about the session.
/// </summary>
public sealed class InstrumentLink : ILinkReceiver, IResumableLink, IInstrumentWire, IDisposable
{
    // A line that waits for the technician's end doesn't hold up the end of the session.
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromMilliseconds(150);

    private readonly BrokerLine _line;
    private readonly TechnicianHandshakes _handshakes;
    private readonly BrokerClock _clock;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource<LinkMessage> _registered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<LinkMessage>? _resumed;
    private volatile TailDelivery? _delivery;
    private readonly CancellationTokenSource _stopDelivery = new();
    private readonly TaskCompletionSource _bound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IActorRef _session = ActorRefs.Nobody;
    private volatile PeerConnection? _peer;
    private PeerIdentity? _technician;
    private long _technicianHeartbeats;
    private long _shown = -1;
    private long _mustFollow = -1;

    /// <summary>Takes over an established link.</summary>
    public InstrumentLink(LinkConnection link, InstrumentIdentity identity, BrokerClock clock, TimeProvider time)
    {
        _line = new BrokerLine(link);
        _clock = clock;
        _time = time;
        _handshakes = new TechnicianHandshakes(_line, identity, clock, time, reason => Report(reason));
    }

    /// <summary>When the broker was last heard; a <see cref="TimeProvider"/> time stamp is taken by the owner at each change.</summary>
    public long Heartbeats { get; private set; }

    /// <summary>True once a technician proved himself.</summary>
    public bool IsTechnicianProved => _peer is not null;

    /// <summary>How often the technician's console said that it is there, and had followed what was shown to it when it said so the time before.</summary>
    public long TechnicianHeartbeats => Interlocked.Read(ref _technicianHeartbeats);

    /// <summary>Checkpoints of the broker's log, for the instrument's own log.</summary>
    public Func<ReadOnlyMemory<byte>, Task> KeepCheckpoint { get; init; } = _ => Task.CompletedTask;

    /// <summary>The link ended. Who still waits for the answer to the registration gets none; an answer that came before it counts.</summary>
    public void EndRegistration() =>
        _registered.TrySetException(new IOException("The vendor's server broke the connection off before it opened a session. Try again in a minute."));

    /// <summary>Registers this run; completes with the broker's answer.</summary>
    public async Task<LinkMessage> RegisterAsync(InstrumentToBroker.RegisterSession register, CancellationToken cancellationToken)
    {
        await _line.Now!.SendAsync(register).ConfigureAwait(false);
        return await _registered.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The session actor is told everything that comes behind the registration; until it is there nothing more is read.</summary>
    public void Bind(IActorRef session, SessionNumber number)
    {
        _session = session;
        _handshakes.Session = number;
        _bound.TrySetResult();
    }

    /// <summary>Delivers what earlier runs left, beside the session and on this first link only; ends with it.</summary>
    public async Task DeliverAsync(IEarlierRuns runs)
    {
        if (_line.Now is not { } link)
        {
            return;
        }

        var delivery = new TailDelivery(link, _time);
        _delivery = delivery;
        try
        {
            await delivery.RunAsync(runs, _stopDelivery.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException or IOException or UnauthorizedAccessException)
        {
            // What isn't delivered has no note beside it, and is delivered at the next start.
        }
    }

    /// <summary>Reads until the link ends.</summary>
    public Task<LinkOutcome> RunAsync(LinkConnection link, CancellationToken cancellationToken) => link.RunAsync(this, cancellationToken);

    /// <summary>There is no link any more: nothing goes out, nothing is taken.</summary>
    public void Detach()
    {
        _stopDelivery.Cancel();
        _line.Lose();
        _peer?.Attach(null);
    }

    /// <summary>
    /// Takes the session up on a new link that <see cref="RunAsync"/> reads already; completes with the broker's answer. What the broker hasn't confirmed
    /// is sent again; the technician's records go on when his console calls.
    /// </summary>
    public async Task<LinkMessage> ResumeAsync(LinkConnection link, CancellationToken cancellationToken)
    {
        var number = _handshakes.Session ?? throw new InvalidOperationException("There is no session to go on with.");
        var answer = new TaskCompletionSource<LinkMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _resumed = answer;
        _peer?.Attach(link);
        await link.SendAsync(new InstrumentToBroker.ResumeSession(number)).ConfigureAwait(false);
        var said = await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (said is BrokerToBoth.SessionResumed resumed)
        {
            _clock.Set(resumed.UtcMilliseconds);
            _line.Continue(link);
        }

        return said;
    }

    /// <inheritdoc/>
    public async ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case BrokerToInstrument.SessionRegistered registered:
                _clock.Set(registered.UtcMilliseconds);
                await KeepAsync(registered.BrokerCheckpoint).ConfigureAwait(false);
                _registered.TrySetResult(registered);

                // The session's first record may be confirmed before this actor's parent has come to bind it.
                await _bound.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
                return null;
            case BrokerToInstrument.EventStored stored:
                _line.Confirm(stored.Sequence);
                _session.Tell(new BrokerStored(stored.Sequence));
                return null;
            case BrokerToInstrument.TechnicianAdmitted admitted:
                return Report(_handshakes.Admit(admitted));
            case BrokerToBoth.PeerLink { Up: false }:
                _session.Tell(new Do(new HostCommands.LoseLink(Party.Technician)));
                return null;
            case BrokerToBoth.PeerLink:
                return null;
            case BrokerToBoth.Revoked:
                _session.Tell(new Do(new HostCommands.End(Party.Broker, EndReason.BrokerVeto)));
                return null;
            case BrokerToBoth.Heartbeat heartbeat:
                _clock.Set(heartbeat.UtcMilliseconds);
                Heartbeats++;
                await KeepAsync(heartbeat.Checkpoint).ConfigureAwait(false);
                return null;
            case BrokerToBoth.Refused when _registered.TrySetResult(message):
            case BrokerToBoth.SessionResumed or BrokerToBoth.Refused when _resumed?.TrySetResult(message) == true:
                return null;
            case RecoveryMessages.RunKnown or RecoveryMessages.RunRecovered when _delivery is { } delivery:
                // One that comes too late answers nothing any more.
                delivery.Take(message);
                return null;
            default:
                return LinkOutcome.Violation($"{message.Type} at this time");
        }
    }

    /// <inheritdoc/>
    public async ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken)
    {
        if (header.Type == FrameType.PeerHandshake)
        {
            return _peer is not null ? Violation("a handshake within a session") : await HandshakeAsync(whole.ToArray()).ConfigureAwait(false);
        }

        if (_peer is not { } peer)
        {
            return Report("a record before the handshake");
        }

        var received = await peer.ReceiveAsync(header, whole, cancellationToken).ConfigureAwait(false);
        if (received.Fault is { } fault)
        {
            return Violation(fault);
        }

        if (received.IsResumed)
        {
            OnResumed(received.TooOld);
        }

        if (received.IsClosed)
        {
            _session.Tell(new Do(new HostCommands.End(Party.Technician, EndReason.TechnicianReleased)));
        }

        if (received.Message is TechnicianToInstrument.Heartbeat heartbeat)
        {
            Hear(heartbeat);
            return null;
        }

        var wrong = received.Message is { } message ? TechnicianRequests.Hand(message, _technician!, _session, peer) : null;
        return wrong is null ? null : Violation(wrong);
    }

    /// <inheritdoc/>
    public void SendRecord(JournalRecord record) => _line.Append(new InstrumentToBroker.AppendEvent(record.Sequence, record.Line));

    /// <inheritdoc/>
    public void SendCheckpoint(ReadOnlyMemory<byte> signedNote) => _line.Append(new InstrumentToBroker.LogCheckpoint(signedNote));

    /// <inheritdoc/>
    public void ShowTechnician(JournalRecord record)
    {
        if (_peer is { } peer)
        {
            Interlocked.Exchange(ref _shown, record.Sequence);
            _ = peer.SendAsync(new InstrumentToTechnician.EventRecord(record.Sequence, record.Line));
            peer.Announced();
        }
    }

    /// <inheritdoc/>
    public void Say(string text) => _ = _peer?.SendAsync(new TechnicianToInstrument.Chat(text));

    /// <inheritdoc/>
    public void PromptSeen(AskId ask) => _ = _peer?.SendAsync(new InstrumentToTechnician.PromptSeen(ask));

    /// <inheritdoc/>
    public IWireChannel OpenChannel(ChannelId channel, Capability capability, ChannelGate gate) =>
        (_peer ?? throw new InvalidOperationException("There is no technician to open a channel to.")).Open(channel, capability, gate, isAnnounced: false);

    /// <inheritdoc/>
    public async Task CloseAsync()
    {
        if (_line.Now is not { } link)
        {
            return;
        }

        if (_peer is { } peer)
        {
            await Task.WhenAny(peer.CloseAsync(CloseReason.Finished), Task.Delay(GoodbyeTime, _time)).ConfigureAwait(false);
        }

        await link.SendAsync(new InstrumentToBroker.EndSession()).ConfigureAwait(false);
        await link.CloseAsync(CloseReason.Finished).ConfigureAwait(false);
    }

    /// <summary>Cuts everything; every key is gone when this returns.</summary>
    public void Dispose()
    {
        _stopDelivery.Cancel();
        _peer?.Dispose();
        _handshakes.Dispose();
        _ = _line.Now?.DisposeAsync().AsTask();
    }

    private async ValueTask<LinkOutcome?> HandshakeAsync(byte[] record)
    {
        var (proved, failure) = await _handshakes.ReceiveAsync(record).ConfigureAwait(false);
        if (proved is not null)
        {
            _technician = proved.Identity;
            _peer = proved.Connection;
            _session.Tell(proved.Message);
        }

        return Report(failure);
    }

    /// <summary>The technician's console has proved itself again by the keys of the session; what it sent too long ago has no effect.</summary>
    private void OnResumed(IReadOnlyList<ChannelId> tooOld)
    {
        foreach (var channel in tooOld)
        {
            _session.Tell(new Do(new HostCommands.FailChannel(channel, ChannelEnds.StaleInput)));
        }

        _session.Tell(new Do(new HostCommands.RestoreLink(Party.Technician)));
    }

    /// <summary>A console that doesn't follow isn't heard: somebody keeps the records from it.</summary>
    private void Hear(TechnicianToInstrument.Heartbeat heartbeat)
    {
        if (heartbeat.Next > _mustFollow)
        {
            _mustFollow = Interlocked.Read(ref _shown);
            Interlocked.Increment(ref _technicianHeartbeats);
        }
    }

    /// <summary>A failed handshake costs the technician an attempt; the link itself is sound.</summary>
    private LinkOutcome? Report(string? failure)
    {
        if (failure is not null)
        {
            _session.Tell(new Do(new HostCommands.FailHandshake(failure)));
        }

        return null;
    }

    /// <summary>What can't come from an honest peer ends the session, not the link to the broker: END must still be told.</summary>
    private LinkOutcome? Violation(string fault)
    {
        _peer?.Dispose();
        _session.Tell(new Do(new HostCommands.FailPart("technician's connection", fault)));
        _session.Tell(new Do(new HostCommands.End(Party.Instrument, EndReason.ProtocolViolation)));
        return null;
    }

    private Task KeepAsync(Blob checkpoint) => checkpoint.Length == 0 ? Task.CompletedTask : KeepCheckpoint(checkpoint.Memory);
}

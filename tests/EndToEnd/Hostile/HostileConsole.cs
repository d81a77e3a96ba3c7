using System.Buffers;
using System.Collections.Concurrent;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using Orchestrator.EndToEnd.Stage;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.EndToEnd.Hostile;

/// <summary>
/// A console whose person is admitted like anybody, and whose program obeys nobody: it opens channels by itself, has no gates, and closes nothing
/// that was taken back. Its records are sealed under the right keys, so only what isn't the console's can stop them.
/// </summary>
internal sealed class HostileConsole : ILinkReceiver, IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConsoleLines _lines;
    private readonly LinkConnection _link;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<ChannelId, HostileChannel> _channels = new();
    private readonly TaskCompletionSource<BrokerToConsole.Connected> _admitted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<HandshakeResult> _proved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SessionState _state = SessionState.Initial;
    private HandshakeInitiator? _machine;
    private PeerConnection? _peer;
    private ReadOnlyMemory<byte> _transcript;
    private uint _lastRequest;
    private long _next;

    private HostileConsole(ConsoleLines lines, LinkConnection link)
    {
        _lines = lines;
        _link = link;
        Ended = link.RunAsync(this, _stop.Token);
    }

    /// <summary>How its link ended.</summary>
    public Task<LinkOutcome> Ended { get; }

    /// <summary>As the instrument's records say.</summary>
    public SessionState State => _state;

    /// <summary>Signed by the broker for this technician and this session.</summary>
    public ReadOnlyMemory<byte> Ticket { get; private set; }

    /// <summary>Records that it put on the wire, of every channel but the control channel.</summary>
    public long RecordsSent => _channels.Values.Sum(c => c.Wire.Counts.RecordsOut);

    /// <summary>Admitted, proved, the digits known; nothing is presented yet.</summary>
    public static async Task<HostileConsole> JoinAsync(ConsoleLines lines, AttendedInstrument instrument)
    {
        using var limit = new CancellationTokenSource(Patience);
        var console = new HostileConsole(lines, await lines.DialAsync(limit.Token));
        var wish = instrument.Wish();
        await console._link.SendAsync(new ConsoleToBroker.Connect(wish.Session, wish.Reason, wish.Account, wish.Password, wish.SecondFactor));
        var admitted = await console._admitted.Task.WaitAsync(limit.Token);
        console.Ticket = admitted.Ticket.Memory;
        var ticket = TicketAuthority.Verify(
            admitted.Ticket.Span, lines.Configuration.Issuing, DateTimeOffset.FromUnixTimeMilliseconds(admitted.UtcMilliseconds), new TicketExpectation()).Accepted!.Ticket;
        console._machine = new HandshakeInitiator(new HandshakeSettings(
            HandshakeContext.ForTicket(admitted.Ticket.Memory), lines.Key, admitted.TechnicianCertificate.Memory, new ExpectedKeyVerifier(ticket.InstrumentKey), SystemRandomSource.Instance));
        await console._link.ForwardAsync(RecordPriority.Control, console._machine.Start(), () => true);
        instrument.Hear((await console._proved.Task.WaitAsync(limit.Token)).Sas);
        return console;
    }

    /// <summary>Gives the PIN, and waits until the operator's digits were right.</summary>
    public async Task PresentAsync(string pin)
    {
        await SendAsync(new TechnicianToInstrument.PresentPin(new SecretText(pin)));
        await UntilAsync(state => state.Phase == SessionPhase.Open);
    }

    /// <summary>Asks, as it should be done, and waits for the channel.</summary>
    public async Task<HostileChannel> AskAsync(Capability capability)
    {
        await SendAsync(AskContent.Sign(Question(capability), _transcript, _lines.Key));
        await UntilAsync(state => state.Channels.Values.Any(c => c.Capability == capability));
        return _channels[_state.Channels.Values.Single(c => c.Capability == capability).Id];
    }

    /// <summary>A question; the signature is missing.</summary>
    public TechnicianToInstrument.Ask Question(Capability capability) => new(++_lastRequest, capability, 5, "because", null, Blob.Empty);

    /// <summary>Opens a channel that nobody gave.</summary>
    public HostileChannel Forge(uint id, Capability capability) => _channels.GetOrAdd(new ChannelId(id), channel => new HostileChannel(_peer!, channel, capability));

    /// <summary>Says something on the control channel.</summary>
    public Task SendAsync(PeerMessage message) => _peer!.SendAsync(message);

    /// <summary>Waits for a state.</summary>
    public async Task UntilAsync(Predicate<SessionState> wanted)
    {
        while (true)
        {
            var next = Volatile.Read(ref _changed).Task;
            if (wanted(_state))
            {
                return;
            }

            await next.WaitAsync(Patience);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken)
    {
        if (header.Type == FrameType.PeerHandshake)
        {
            await HandshakeAsync(whole.ToArray());
            return null;
        }

        var received = await _peer!.ReceiveAsync(header, whole, cancellationToken);
        if (received.Message is InstrumentToTechnician.EventRecord record && SessionEventReader.Read(record.Line.Memory) is { } happened)
        {
            if (happened is SessionEvents.ChannelOpened opened)
            {
                Forge(opened.Channel.Value, opened.Capability);
            }

            _state = _state.Evolve(happened);
            Volatile.Write(ref _next, record.Sequence + 1);
            Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }

        return null;
    }

    /// <inheritdoc/>
    public ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken)
    {
        if (message is BrokerToConsole.Connected connected)
        {
            _admitted.TrySetResult(connected);
        }
        else if (message is BrokerToBoth.Refused refused)
        {
            _admitted.TrySetException(new InvalidOperationException(refused.Sentence));
        }

        return default;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Ended;
        _peer?.Dispose();
        _machine?.Dispose();
        await _link.DisposeAsync();
        _stop.Dispose();
    }

    private async Task HandshakeAsync(byte[] record)
    {
        var step = _machine!.Receive(record);
        if (!step.Reply.IsEmpty)
        {
            await _link.ForwardAsync(RecordPriority.Control, step.Reply, () => true);
        }

        if (step.Progress == HandshakeProgress.Completed)
        {
            var result = _machine.TakeResult();
            _transcript = result.TranscriptHash;
            _peer = new PeerConnection(_link, new ChannelTable(result, TimeProvider.System), PeerSender.Instrument, TimeProvider.System);
            _ = BeatAsync(_peer);
            _proved.TrySetResult(result);
        }
    }

    /// <summary>Says that it is there and follows, as any console does: an instrument holds everything for one that doesn't.</summary>
    private async Task BeatAsync(PeerConnection peer)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await peer.SendAsync(new TechnicianToInstrument.Heartbeat(Volatile.Read(ref _next)));
            }
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }
}

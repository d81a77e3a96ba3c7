using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Threading.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Handshakes;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Links.Tests.Multiplexing;

/// <summary>An endpoint and its broker over two crossed pipes, behind a real handshake.</summary>
public sealed class LinkPair
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private LinkPair(LinkConnection endpoint, LinkConnection broker, DuplexPipePair pipes)
    {
        Endpoint = endpoint;
        Broker = broker;
        Pipes = pipes;
    }

    public LinkConnection Endpoint { get; }

    public LinkConnection Broker { get; }

    /// <summary>Near is the endpoint's, far the broker's.</summary>
    public DuplexPipePair Pipes { get; }

    public static async Task<LinkPair> ConnectAsync(EndpointKind kind = EndpointKind.Instrument, TimeProvider? time = null)
    {
        var key = kind == EndpointKind.Instrument ? TestKeys.Instrument : TestKeys.Technician;
        var context = HandshakeContext.ForLink(new LinkContext(kind, new byte[32], "broker.vendor.example"));
        var pipes = new DuplexPipePair();
        var dial = LinkHandshakes.DialAsync(
            pipes.Near,
            new HandshakeSettings(context, key, key.Public.Spki, new ExpectedKeyVerifier(TestKeys.Broker.Public.Fingerprint), SystemRandomSource.Instance),
            LinkSenders.BrokerTo(kind),
            time ?? TimeProvider.System,
            CancellationToken.None);
        var accept = LinkHandshakes.AcceptAsync(
            pipes.Far,
            _ => new HandshakeSettings(context, TestKeys.Broker, TestKeys.Broker.Public.Spki, new AnyKeyVerifier(), SystemRandomSource.Instance),
            time ?? TimeProvider.System,
            CancellationToken.None);
        return new LinkPair((await dial.WaitAsync(Patience)).Connection, (await accept.WaitAsync(Patience)).Connection, pipes);
    }

    /// <summary>The keys of a technician (initiator) and an instrument who have proved themselves to each other.</summary>
    public static (HandshakeResult Technician, HandshakeResult Instrument) Proved()
    {
        var context = HandshakeContext.ForTicket(new byte[] { 1, 2, 3 });
        using var technician = new HandshakeInitiator(new HandshakeSettings(
            context, TestKeys.Technician, TestKeys.Technician.Public.Spki, new ExpectedKeyVerifier(TestKeys.Instrument.Public.Fingerprint), SystemRandomSource.Instance));
        using var instrument = new HandshakeResponder(new HandshakeSettings(
            context, TestKeys.Instrument, TestKeys.Instrument.Public.Spki, new ExpectedKeyVerifier(TestKeys.Technician.Public.Fingerprint), SystemRandomSource.Instance));
        var message = technician.Start();
        HandshakeMachine receiver = instrument;
        while (!message.IsEmpty)
        {
            var step = receiver.Receive(message);
            Assert.NotEqual(HandshakeProgress.Failed, step.Progress);
            message = step.Reply;
            receiver = receiver == instrument ? technician : instrument;
        }

        return (technician.TakeResult(), instrument.TakeResult());
    }
}

/// <summary>Keeps what a link brings, in order; peer records go where the test wants them.</summary>
public sealed class Recorder : ILinkReceiver
{
    private readonly Channel<object> _seen = Channel.CreateUnbounded<object>();

    public Func<RecordHeader, ReadOnlySequence<byte>, CancellationToken, ValueTask>? Peer { get; set; }

    public ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken)
    {
        _seen.Writer.TryWrite(message);
        return default;
    }

    public async ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken)
    {
        if (Peer is { } peer)
        {
            await peer(header, whole, cancellationToken);
        }
        else
        {
            _seen.Writer.TryWrite(header);
        }

        return null;
    }

    /// <summary>The next message or header.</summary>
    public async Task<T> NextAsync<T>() => Assert.IsAssignableFrom<T>(await _seen.Reader.ReadAsync().AsTask().WaitAsync(LinkPair.Patience));
}

/// <summary>A technician and an instrument, each at one end of a link, with their real end-to-end keys.</summary>
public sealed class PeerPair
{
    private PeerPair(LinkPair link)
    {
        var (technician, instrument) = LinkPair.Proved();
        Link = link;
        TechnicianKeys = new ChannelTable(technician, TimeProvider.System);
        InstrumentKeys = new ChannelTable(instrument, TimeProvider.System);
        Technician = new PeerConnection(link.Broker, TechnicianKeys, PeerSender.Instrument, TimeProvider.System);
        Instrument = new PeerConnection(link.Endpoint, InstrumentKeys, PeerSender.Technician, TimeProvider.System);
    }

    public LinkPair Link { get; }

    public ChannelTable TechnicianKeys { get; }

    public ChannelTable InstrumentKeys { get; }

    public PeerConnection Technician { get; }

    public PeerConnection Instrument { get; }

    /// <summary>What the technician's end received.</summary>
    public Side AtTechnician { get; } = new();

    /// <summary>What the instrument's end received.</summary>
    public Side AtInstrument { get; } = new();

    public static async Task<PeerPair> ConnectAsync()
    {
        var pair = new PeerPair(await LinkPair.ConnectAsync());
        _ = pair.Link.Broker.RunAsync(pair.AtTechnician.Of(pair.Technician), CancellationToken.None);
        _ = pair.Link.Endpoint.RunAsync(pair.AtInstrument.Of(pair.Instrument), CancellationToken.None);
        return pair;
    }

    /// <summary>One end's received messages and faults, in order, and the headers of all records.</summary>
    public sealed class Side
    {
        private readonly Channel<PeerReceived> _received = Channel.CreateUnbounded<PeerReceived>();

        public ConcurrentQueue<RecordHeader> Headers { get; } = new();

        /// <summary>Set when a record couldn't be delivered at once.</summary>
        public TaskCompletionSource Stalled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<PeerReceived> NextAsync() => _received.Reader.ReadAsync().AsTask().WaitAsync(LinkPair.Patience);

        internal Recorder Of(PeerConnection peer) => new()
        {
            Peer = async (header, whole, cancellationToken) =>
            {
                Headers.Enqueue(header);
                var receiving = peer.ReceiveAsync(header, whole, cancellationToken);
                if (!receiving.IsCompleted)
                {
                    Stalled.TrySetResult();
                }

                var received = await receiving;
                if (received != PeerReceived.Nothing)
                {
                    _received.Writer.TryWrite(received);
                }
            },
        };
    }
}

/// <summary>Reading pipes in tests.</summary>
public static class PipeReading
{
    /// <summary>Exactly so many bytes.</summary>
    public static async Task<byte[]> TakeAsync(this PipeReader reader, int count)
    {
        var read = await reader.ReadAtLeastAsync(count).AsTask().WaitAsync(LinkPair.Patience);
        Assert.True(read.Buffer.Length >= count, $"the pipe ended after {read.Buffer.Length} bytes");
        var bytes = read.Buffer.Slice(0, count).ToArray();
        reader.AdvanceTo(read.Buffer.GetPosition(count));
        return bytes;
    }

    /// <summary>The header of the next whole record.</summary>
    public static async Task<RecordHeader> TakeRecordAsync(this PipeReader reader)
    {
        while (true)
        {
            var read = await reader.ReadAsync().AsTask().WaitAsync(LinkPair.Patience);
            var rest = read.Buffer;
            if (FrameReader.TryRead(ref rest, out var header, out _) == FrameStatus.Done)
            {
                reader.AdvanceTo(rest.Start);
                return header;
            }

            Assert.False(read.IsCompleted, "the pipe ended inside a record");
            reader.AdvanceTo(rest.Start, rest.End);
        }
    }

    /// <summary>Until the writer completes; what came is thrown away.</summary>
    public static async Task EndAsync(this PipeReader reader)
    {
        while (true)
        {
            var read = await reader.ReadAsync().AsTask().WaitAsync(LinkPair.Patience);
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}

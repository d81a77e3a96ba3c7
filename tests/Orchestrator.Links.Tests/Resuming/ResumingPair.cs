using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Links.Tests.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;

namespace Orchestrator.Links.Tests.Resuming;

/// <summary>A technician and an instrument whose link can be cut, with everything that is on its way, and made anew.</summary>
internal sealed class ResumingPair : IDisposable
{
    private readonly List<Task> _running = [];
    private LinkPair _link;

    private ResumingPair(LinkPair link, TimeProvider time)
    {
        _link = link;
        var (technician, instrument) = LinkPair.Proved();
        Technician = new End(new PeerConnection(link.Broker, new ChannelTable(technician, time, watch: Nonces), PeerSender.Instrument, time));
        Instrument = new End(new PeerConnection(link.Endpoint, new ChannelTable(instrument, time, watch: Nonces), PeerSender.Technician, time));
    }

    public End Technician { get; }

    public End Instrument { get; }

    /// <summary>Counts keys and nonces that were used before, at both ends.</summary>
    public NonceWatch Nonces { get; } = new();

    public static async Task<ResumingPair> ConnectAsync(TimeProvider? time = null)
    {
        var pair = new ResumingPair(await LinkPair.ConnectAsync(), time ?? TimeProvider.System);
        pair.Run();
        return pair;
    }

    /// <summary>The link breaks; what is in its pipes is lost.</summary>
    public async Task CutAsync()
    {
        await _link.Broker.DisposeAsync();
        await _link.Endpoint.DisposeAsync();
        await Task.WhenAll(_running).WaitAsync(LinkPair.Patience);
        _running.Clear();
        Technician.Peer.Attach(null);
        Instrument.Peer.Attach(null);
    }

    /// <summary>A new link, and both ends go on.</summary>
    public async Task ResumeAsync()
    {
        await RelinkAsync();
        Assert.True(await Technician.Peer.CallAsync());
        await Technician.ResumedAsync();
        await Instrument.ResumedAsync();
    }

    /// <summary>A new link; nobody has called yet.</summary>
    public async Task RelinkAsync()
    {
        _link = await LinkPair.ConnectAsync();
        Technician.Peer.Attach(_link.Broker);
        Instrument.Peer.Attach(_link.Endpoint);
        Run();
    }

    public void Dispose()
    {
        Technician.Peer.Dispose();
        Instrument.Peer.Dispose();
    }

    /// <summary>The link at present.</summary>
    public LinkPair Link => _link;

    private void Run()
    {
        _running.Add(_link.Broker.RunAsync(Technician.Receiver(), CancellationToken.None));
        _running.Add(_link.Endpoint.RunAsync(Instrument.Receiver(), CancellationToken.None));
    }

    /// <summary>One end, and what it was told.</summary>
    internal sealed class End(PeerConnection peer)
    {
        private readonly Channel<PeerReceived> _resumed = Channel.CreateUnbounded<PeerReceived>();

        public PeerConnection Peer { get; } = peer;

        /// <summary>Records come, and this end never opens them.</summary>
        public bool Swallows { get; set; }

        /// <summary>Checks that failed.</summary>
        public ConcurrentQueue<string> Faults { get; } = new();

        /// <summary>Texts of chat, in order.</summary>
        public ConcurrentQueue<string> Said { get; } = new();

        /// <summary>Whole records as they came, with their headers.</summary>
        public ConcurrentQueue<(RecordHeader Header, byte[] Whole)> Came { get; } = new();

        public Task<PeerReceived> ResumedAsync() => _resumed.Reader.ReadAsync().AsTask().WaitAsync(LinkPair.Patience);

        public Recorder Receiver() => new()
        {
            Peer = async (header, whole, cancellationToken) =>
            {
                Came.Enqueue((header, whole.ToArray()));
                if (Swallows && header.Type == FrameType.PeerData)
                    return;
                var received = await Peer.ReceiveAsync(header, whole, cancellationToken);
                if (received.Fault is { } fault)
                    Faults.Enqueue(fault);
                if (received.IsResumed)
                    _resumed.Writer.TryWrite(received);
                if (received.Message is TechnicianToInstrument.Chat chat)
                    Said.Enqueue(chat.Text);
            },
        };
    }
}

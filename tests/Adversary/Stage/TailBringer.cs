using System.Buffers;
using System.Threading.Channels;
using Orchestrator.Actors.Links;
using Orchestrator.Audit.Runs;
using Orchestrator.Domain;
using Orchestrator.Links.Handshakes;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;
using static Orchestrator.Protocol.RecoveryMessages;

namespace Orchestrator.Adversary.Stage;

/// <summary>Somebody with an instrument's program of his own: a key of his own, a proven link to the broker, a session on it, and anything to say about earlier runs.</summary>
internal sealed class TailBringer : ILinkReceiver, IAsyncDisposable
{
    private readonly Channel<LinkMessage> _heard = Channel.CreateUnbounded<LinkMessage>();
    private readonly Cable _cable = new();
    private LinkConnection _link = null!;

    /// <summary>His log's origin.</summary>
    public string Origin { get; } = RunLog.Origin(Vendor.BrokerName, new string('e', 32));

    /// <summary>His log's key.</summary>
    public Ed25519Key LogKey { get; } = Ed25519Key.Generate(new SeededRandom(66));

    /// <summary>His own session.</summary>
    public SessionNumber Session { get; private set; }

    /// <summary>How his link ended.</summary>
    public Task<LinkOutcome> Ended { get; private set; } = null!;

    /// <summary>Proves his key to the broker, and nothing else.</summary>
    public static async Task<TailBringer> DialAsync(SupportCase it)
    {
        var made = new TailBringer();
        it.Broker!.Accept(made._cable, "203.0.113.66");
        var key = TestKeys.Stranger;
        var context = HandshakeContext.ForLink(new LinkContext(EndpointKind.Instrument, Vendor.Configuration.Hash, Vendor.BrokerName));
        var settings = new HandshakeSettings(context, key, key.Public.Spki, new BrokerVerifier(Vendor.Root, Vendor.BrokerName), SystemRandomSource.Instance);
        made._link = (await LinkHandshakes.DialAsync(made._cable.Endpoint, settings, LinkSender.BrokerToInstrument, it.Time, CancellationToken.None)).Connection;
        made.Ended = made._link.RunAsync(made, CancellationToken.None);
        return made;
    }

    /// <summary>The same, with a session.</summary>
    public static async Task<TailBringer> StartAsync(SupportCase it)
    {
        var made = await DialAsync(it);
        var key = TestKeys.Stranger;
        var registered = await made.AskAsync(new InstrumentToBroker.RegisterSession(
            new Instrument("Somebody's", "", "", "Linux", "0.1.0", key.Fingerprint.Hex), made.Origin, made.LogKey.Public.Bytes,
            key.Sign(InstrumentIdentity.LogKeyContext, made.LogKey.Public.Bytes.Span), new byte[32], Blob.Empty, "adversary harness"));
        made.Session = Assert.IsType<BrokerToInstrument.SessionRegistered>(registered).Session;
        return made;
    }

    /// <summary>Says it.</summary>
    public Task SendAsync(LinkMessage message) => _link.SendAsync(message);

    /// <summary>Says it, and hears the answer.</summary>
    public async Task<LinkMessage> AskAsync(LinkMessage message)
    {
        await _link.SendAsync(message);
        return await _heard.Reader.ReadAsync().AsTask().WaitAsync(World.Patience);
    }

    /// <summary>Names a run, brings lines from a number on under a note, and hears how it ended; a run that isn't asked for ends at once.</summary>
    public async Task<RunRecovered> BringAsync(SessionNumber session, string origin, long from, IEnumerable<ReadOnlyMemory<byte>> lines, ReadOnlyMemory<byte> note)
    {
        if (await AskAsync(new RecoverRun(session, origin, FinishedRun.Records, FinishedRun.Records)) is RunRecovered refused)
        {
            return refused;
        }

        foreach (var line in lines)
        {
            await _link.SendAsync(new RecoverRecord(from++, line));
        }

        return Assert.IsType<RunRecovered>(await AskAsync(new RecoverCheckpoint(note)));
    }

    /// <summary>The same for a run under its own name.</summary>
    public Task<RunRecovered> BringAsync(FinishedRun run, long from, IEnumerable<ReadOnlyMemory<byte>> lines, ReadOnlyMemory<byte> note) =>
        BringAsync(run.Session, run.Origin, from, lines, note);

    public ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken)
    {
        _ = message is BrokerToBoth.Heartbeat || _heard.Writer.TryWrite(message);
        return default;
    }

    public ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken) => default;

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        await _cable.DisposeAsync();
        LogKey.Dispose();
    }
}

using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Domain;
using Orchestrator.Links.Handshakes;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Adversary.Stage;

/// <summary>
/// Stands where the broker and its relay are, with the broker's own key: registers, stores, admits and forwards as the real one does, until a script
/// does otherwise. It has no gates at all, so that only the two ends stand against it.
/// </summary>
internal sealed class Middle(World world, FakeTimeProvider time)
{
    private readonly List<PeerFrame> _frames = [];
    private long _beats;

    /// <summary>What the newest heartbeat says that the time is.</summary>
    public DateTimeOffset LastBeat { get; private set; }

    public SessionNumber Session { get; } = new(123_456_789);

    /// <summary>Who the broker says it is.</summary>
    public (RsaIdentity Key, byte[] Certificate) Identity { get; set; } = (TestKeys.Broker, Vendor.BrokerCertificate);

    public MiddleLink? Instrument { get; private set; }

    public MiddleLink? Console { get; private set; }

    /// <summary>What the instrument said about itself.</summary>
    public InstrumentToBroker.RegisterSession? Register { get; private set; }

    /// <summary>Takes a wish to join in the place of an honest admission.</summary>
    public Func<ConsoleToBroker.Connect, Task>? Admission { get; set; }

    /// <summary>Sees each record between the peers before it is forwarded; true: it took it.</summary>
    public Func<PeerFrame, Task<bool>>? Intercept { get; set; }

    /// <summary>Every record between the peers, as it came.</summary>
    public IReadOnlyList<PeerFrame> Frames
    {
        get
        {
            lock (_frames)
            {
                return [.. _frames];
            }
        }
    }

    /// <summary>The last record that the instrument was told to be durable here.</summary>
    public long Confirmed { get; private set; } = -1;

    /// <summary>Sign-ins and wishes that came out of a link's own keys.</summary>
    public List<LinkMessage> Heard { get; } = [];

    /// <summary>Tickets that were handed out, by the honest admission.</summary>
    public List<byte[]> Tickets { get; } = [];

    /// <summary>Answers one endpoint's handshake and serves it until its link ends. False: it didn't prove itself, or didn't believe this broker.</summary>
    public async Task<bool> AcceptAsync(IDuplexPipe bytes)
    {
        try
        {
            var link = await LinkHandshakes.AcceptAsync(
                bytes,
                context => new HandshakeSettings(HandshakeContext.ForLink(context), Identity.Key, Identity.Certificate, new AnyKeyVerifier(), SystemRandomSource.Instance),
                time,
                CancellationToken.None);
            var served = new MiddleLink(this, link);
            if (link.Context!.Kind == EndpointKind.Instrument)
            {
                Instrument = served;
            }
            else
            {
                Console = served;
            }

            _ = served.RunAsync();
            return true;
        }
        catch (LinkHandshakeException)
        {
            await bytes.Output.CompleteAsync();
            await bytes.Input.CompleteAsync();
            return false;
        }
    }

    public MiddleLink Toward(Victim victim) => (victim == Victim.Instrument ? Instrument : Console) ?? throw new InvalidOperationException($"There is no link to the {victim}.");

    /// <summary>The instrument as admission knows it.</summary>
    public RegisteredInstrument Registered => new(Session, Instrument!.PeerKey.Fingerprint, Register!.LogPublicKey.Memory);

    /// <summary>Both ends hear that the broker lives.</summary>
    public async Task BeatAsync()
    {
        // A millisecond more with each, so that it can be seen whether one was heard.
        LastBeat = time.GetUtcNow() + TimeSpan.FromMilliseconds(++_beats);
        var beat = new BrokerToBoth.Heartbeat(_beats, LastBeat.ToUnixTimeMilliseconds(), Blob.Empty);
        await Task.WhenAll(Instrument?.SendAsync(beat) ?? Task.CompletedTask, Console?.SendAsync(beat) ?? Task.CompletedTask);
    }

    /// <summary>Gives the instrument a ticket.</summary>
    public Task AdmitAtInstrumentAsync(byte[] ticket, byte[] certificate) => Instrument!.SendAsync(new BrokerToInstrument.TechnicianAdmitted(ticket, certificate, Vendor.Issuing));

    /// <summary>Gives both ends a ticket; each may get its own.</summary>
    public async Task GiveTicketsAsync((byte[] Ticket, byte[] Certificate) toInstrument, (byte[] Ticket, byte[] Certificate) toConsole)
    {
        await AdmitAtInstrumentAsync(toInstrument.Ticket, toInstrument.Certificate);
        await Console!.SendAsync(new BrokerToConsole.Connected(toConsole.Ticket, toConsole.Certificate, time.GetUtcNow().ToUnixTimeMilliseconds(), Register!.Instrument, default));
    }

    internal async Task OnMessageAsync(MiddleLink from, LinkMessage message)
    {
        switch (message)
        {
            case InstrumentToBroker.RegisterSession register:
                Register = register;
                await from.SendAsync(new BrokerToInstrument.SessionRegistered(Session, time.GetUtcNow().ToUnixTimeMilliseconds(), $"{Vendor.BrokerName}/log", Blob.Empty));
                break;
            case InstrumentToBroker.ResumeSession or ConsoleToBroker.ResumeSession:
                await ResumeAsync(from);
                break;
            case InstrumentToBroker.AppendEvent append:
                await from.SendAsync(new BrokerToInstrument.EventStored(append.Sequence));
                Confirmed = append.Sequence;
                break;
            case ConsoleToBroker.Connect connect:
                Heard.Add(message);
                await (Admission ?? AdmitAsync)(connect);
                break;
            default:
                Heard.Add(message);
                break;
        }

        world.Note($"broker: {message.Type}");
    }

    internal async Task OnFrameAsync(PeerFrame frame)
    {
        lock (_frames)
        {
            _frames.Add(frame);
        }

        if (Intercept is null || !await Intercept(frame))
        {
            await Toward(frame.To).ForwardAsync(frame.Bytes);
        }

        world.Note($"frame to the {frame.To}: {frame.Header.Type} channel {frame.Header.Channel} sequence {frame.Header.Sequence}");
    }

    internal async Task OnEndedAsync(MiddleLink link)
    {
        var isConsole = ReferenceEquals(link, Console);
        var other = isConsole ? Instrument : Console;
        if (other is not null && (isConsole || ReferenceEquals(link, Instrument)))
        {
            await other.SendAsync(new BrokerToBoth.PeerLink(false));
        }

        world.Note($"link ended: {(isConsole ? "console" : "instrument")} {link.Outcome}");
    }

    /// <summary>Whoever proved to hold the key goes on here, as at the real one; who it is isn't looked at, because nobody else dials.</summary>
    private async Task ResumeAsync(MiddleLink from)
    {
        var other = ReferenceEquals(from, Console) ? Instrument! : Console;
        await from.SendAsync(new BrokerToBoth.SessionResumed(other is { Outcome: null }, time.GetUtcNow().ToUnixTimeMilliseconds()));
        await (other?.SendAsync(new BrokerToBoth.PeerLink(true)) ?? Task.CompletedTask);
    }

    private async Task AdmitAsync(ConsoleToBroker.Connect connect)
    {
        var certificate = Vendor.Certify(Console!.PeerKey);
        var ticket = Vendor.Ticket(Registered, Console.PeerKey, certificate);
        Tickets.Add(ticket);
        await GiveTicketsAsync((ticket, certificate), (ticket, certificate));
    }
}

/// <summary>One endpoint's link at the middle.</summary>
internal sealed class MiddleLink(Middle middle, EstablishedLink link) : ILinkReceiver
{
    public RsaPublic PeerKey => link.Handshake.PeerKey;

    public LinkOutcome? Outcome { get; private set; }

    private Victim Other => link.Context!.Kind == EndpointKind.Instrument ? Victim.Console : Victim.Instrument;

    public Task SendAsync(LinkMessage message) => link.Connection.SendAsync(message);

    public Task ForwardAsync(byte[] record) => link.Connection.ForwardAsync(RecordPriority.Control, record, () => true);

    public async Task RunAsync()
    {
        Outcome = await link.Connection.RunAsync(this, CancellationToken.None);
        await link.Connection.DisposeAsync();
        await middle.OnEndedAsync(this);
    }

    public async ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken)
    {
        await middle.OnMessageAsync(this, message);
        return null;
    }

    public async ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken)
    {
        await middle.OnFrameAsync(new PeerFrame(Other, header, whole.ToArray()));
        return null;
    }
}

/// <summary>One record between the peers.</summary>
internal sealed record PeerFrame(Victim To, RecordHeader Header, byte[] Bytes);

/// <summary>Whom an attack is aimed at.</summary>
public enum Victim
{
    /// <summary>QuickSupport.</summary>
    Instrument,

    /// <summary>The technician's console.</summary>
    Console,
}

using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.TestSupport.Evidence;

/// <summary>
/// Makes the evidence of a session on paper: real keys, real records, real proofs, no program. Every hook is what somebody with a key could do; without any the
/// bundle is a good one.
/// </summary>
public sealed class BundleMaker
{
    private readonly SeededRandom _random;

    /// <summary>The same seed gives the same words; RSA signatures differ.</summary>
    public BundleMaker(int seed = 1)
    {
        _random = new SeededRandom(seed);
        RunId = Hex(16);
        Number = 100_000_000 + seed;
        Instrument = new MadeLog($"{MadeVendor.Domain}/run/{RunId}", Ed25519Key.Generate(_random));
        Broker = new MadeLog($"{MadeVendor.Domain}/broker", MadeVendor.Usual.Log);
        Texts = new MadeTexts(_random);
        Story = new MadeStory(this);
    }

    /// <summary>Whose.</summary>
    public MadeVendor Vendor { get; init; } = MadeVendor.Usual;

    /// <summary>The session's number.</summary>
    public int Number { get; }

    /// <summary>The run.</summary>
    public string RunId { get; }

    /// <summary>The instrument's log.</summary>
    public MadeLog Instrument { get; }

    /// <summary>The broker's log.</summary>
    public MadeLog Broker { get; }

    /// <summary>What people said.</summary>
    public MadeTexts Texts { get; }

    /// <summary>What happens between START and END.</summary>
    public MadeStory Story { get; }

    /// <summary>Moves a file, too.</summary>
    public bool WithFile { get; init; }

    /// <summary>Puts the texts into the bundle.</summary>
    public bool WithTexts { get; init; } = true;

    /// <summary>Signs every note.</summary>
    public IReadOnlyList<WitnessSigner> Witnesses { get; init; } = [];

    /// <summary>When the witnesses sign the beginning, and the rest.</summary>
    public (DateTimeOffset First, DateTimeOffset Last) WitnessedAt { get; init; } = (MadeVendor.Now.AddSeconds(10), MadeVendor.Now.AddMinutes(5));

    /// <summary>The ticket's changes before it is signed.</summary>
    public Func<Ticket, Ticket> ChangeTicket { get; init; } = ticket => ticket;

    /// <summary>The broker's records of other sessions before, between and behind.</summary>
    public int Others { get; init; } = 3;

    internal SignedTicket Ticket { get; private set; } = null!;

    private string Session => Number.ToString(CultureInfo.InvariantCulture);

    private static RecordActor Server { get; } = new() { Kind = ActorKinds.Broker };

    /// <summary>Everything as values.</summary>
    public EvidenceBundle Make()
    {
        Ticket = TicketAuthority.Issue(TestKeys.Issuing, ChangeTicket(NewTicket()));
        var binding = TestKeys.Instrument.Sign("log key", Instrument.Key.PublicKey.Bytes.Span);
        Instrument.Append(new RecordBody
        {
            Event = EventCodes.RunStarted,
            Sentence = "The log of this run begins; there is no earlier run on this disk.",
            Who = Story.Self,
            Data = RecordData.Create(json =>
            {
                json.WriteString("run", RunId);
                json.WriteNumber("ordinal", 1);
                json.WriteNull("previous");
            }),
        });
        var first = Instrument.Sign();
        var mine = new List<int>();
        Filler();
        Observe(mine, "relay.session-registered", null, json =>
        {
            json.WriteString("origin", Instrument.Key.Name);
            json.WriteString("logKey", Convert.ToHexStringLower(Instrument.Key.PublicKey.Bytes.Span));
            json.WriteString("runKey", TestKeys.Instrument.Fingerprint.Hex);
            json.WriteString("binding", Convert.ToBase64String(binding));
        });
        Hold();
        Story.Begin();
        Filler();
        Observe(mine, "issuing.ticket", Ticket.Ticket.Id.Hex, json =>
        {
            json.WriteString("account", "ada");
            json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(Ticket.Bytes.Span)));
        });
        Hold();
        Story.Tell();
        var last = Instrument.Sign();
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(last.Checkpoint.ToText())));
        Observe(mine, "relay.session-ended", null, json =>
        {
            json.WriteNumber("records", last.Checkpoint.Size);
            json.WriteString("checkpoint", name);
        });
        Filler();
        return Bundle(binding, [first, last], mine);
    }

    /// <summary>The file.</summary>
    public byte[] Write() => BundleWriter.Write(Make());

    internal string Hex(int bytes)
    {
        var drawn = new byte[bytes];
        _random.Fill(drawn);
        return Convert.ToHexStringLower(drawn);
    }

    private EvidenceBundle Bundle(byte[] binding, SignedCheckpoint[] notes, List<int> mine)
    {
        var head = Broker.Sign();
        return new EvidenceBundle
        {
            Session = Session,
            Configuration = Vendor.Configuration,
            Certificates = [Vendor.Technician],
            Tickets = [Ticket.Bytes],
            Instrument = new InstrumentEvidence(
                Instrument.Key.ToString(), binding, [Cosign(notes[0], WitnessedAt.First), Cosign(notes[1], WitnessedAt.Last)], [.. Instrument.Lines.Select(l => (ReadOnlyMemory<byte>)l)],
                WithTexts ? [.. Texts.All] : []),
            Broker = new BrokerEvidencePart(
                Cosign(head, WitnessedAt.Last),
                [.. mine.Select(i => new BrokerRecord(i, Broker.Lines[i], [.. Broker.Tree.InclusionProof(i, head.Checkpoint.Size)]))],
                [.. Story.Held.Order().Distinct().Select(size => new ConsistencyProof(size, [.. Broker.Tree.ConsistencyProof(size, head.Checkpoint.Size)]))]),
            Witnesses = [.. Witnesses.Select(w => w.Key.ToString())],
        };
    }

    private ReadOnlyMemory<byte> Cosign(SignedCheckpoint signed, DateTimeOffset at)
    {
        _ = SignedNote.Parse(signed.Note.Span, out var note);
        return new SignedNote(note!.Text, [.. note.Signatures, .. Witnesses.Select(w => w.Sign(note.Text, at))]).ToBytes();
    }

    /// <summary>The instrument records the broker's newest checkpoint.</summary>
    private void Hold()
    {
        Instrument.Append(LogRecords.PeerCheckpoint(Story.Self, Broker.Sign(), Session));
        Story.Held.Add(Broker.Lines.Count);
    }

    private void Observe(List<int> mine, string code, string? ticket, Action<Utf8JsonWriter> fields)
    {
        var nth = mine.Count;
        mine.Add(Broker.Lines.Count);
        Broker.Append(new RecordBody
        {
            Event = code,
            Sentence = "The broker saw something.",
            Who = Server,
            Session = Session,
            Ticket = ticket,
            Data = RecordData.Create(json =>
            {
                fields(json);
                json.WriteNumber("nth", nth);
            }),
        });
    }

    private void Filler()
    {
        for (var i = 0; i < Others; i++)
            Broker.Append(new RecordBody { Event = "sign-in.succeeded", Sentence = "Somebody signed in.", Who = Server });
    }

    private Ticket NewTicket() => new()
    {
        Id = TicketId.New(_random),
        Session = new SessionNumber(Number),
        Account = "ada",
        PrintedName = "Ada Lovelace",
        Role = "technician",
        TechnicianCertificateSha256 = SHA256.HashData(Vendor.Technician),
        TechnicianKey = TestKeys.Technician.Fingerprint,
        InstrumentKey = TestKeys.Instrument.Fingerprint,
        InstrumentLogKey = Instrument.Key.PublicKey.Bytes,
        Capabilities = ImmutableArray.Create(new TicketCapability { Capability = Capability.ViewScreen, Minutes = 20 }),
        Policy = SampleTerms.Policy,
        NotBefore = MadeVendor.Now,
        NotAfter = MadeVendor.Now.AddHours(4),
        BrokerName = MadeVendor.Domain,
        Reason = "liquid not detected",
    };
}

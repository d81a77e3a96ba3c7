using System.Globalization;
using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Verification.Receipts;
using Orchestrator.Domain;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;
using Orchestrator.Trust.Tickets;

namespace Orchestrator.Audit.Verification;

/// <summary>What the steps so far have found to hold; each step adds what the next ones rest on.</summary>
internal sealed class BundleFacts(EvidenceBundle bundle, BundleTrust trust)
{
    public EvidenceBundle Bundle => bundle;

    public BundleTrust Trust => trust;

    public required Func<ReadOnlyMemory<byte>, KeyFingerprint, ClientConfiguration> Load { get; init; }

    public ClientConfiguration Configuration { get; set; } = null!;

    public NoteKey LogKey { get; set; } = null!;

    /// <summary>The vendor's: first part of both logs' names.</summary>
    public string Domain { get; set; } = "";

    public string RunId { get; set; } = "";

    public AuditRecord[] Records { get; set; } = [];

    /// <summary>The one START.</summary>
    public AuditRecord Started { get; set; } = null!;

    public RsaPublic RunKey { get; set; } = null!;

    public List<BundleNote> Checkpoints { get; } = [];

    public List<BundleTicket> Tickets { get; } = [];

    public BundleNote BrokerCheckpoint { get; set; } = null!;

    public AuditRecord[] BrokerRecords { get; set; } = [];

    public BundleTexts Texts { get; set; } = null!;

    public ReceiptChecks Receipts { get; set; } = null!;

    /// <summary>What happened, by record; null for the log's own and for what isn't known here.</summary>
    public SessionEvent?[] Events { get; set; } = [];

    /// <summary>Broker's checkpoints that the instrument recorded and the bundle's newest one contains.</summary>
    public int PeerCheckpoints { get; set; }

    public List<BundleCosignature> Cosignatures { get; } = [];

    public static string RecordPlace(long index) => string.Create(CultureInfo.InvariantCulture, $"instrument.records[{index}]");

    public static string BrokerPlace(int index) => string.Create(CultureInfo.InvariantCulture, $"broker.records[{index}]");

    public IEnumerable<AuditRecord> BrokerRecordsOf(string code) => BrokerRecords.Where(record => record.Body.Event == code);
}

/// <summary>A note that its log's key signed.</summary>
internal sealed record BundleNote(string Place, Checkpoint Checkpoint, SignedNote Note);

/// <summary>A ticket that the issuing key signed, with the technician whom it names.</summary>
internal sealed record BundleTicket(Ticket Ticket, ReadOnlyMemory<byte> Certificate, TechnicianIdentity Technician, AuditRecord Joined);

/// <summary>A witness's word about one note.</summary>
internal sealed record BundleCosignature(BundleNote Note, Witnessing.WitnessKey Key, DateTimeOffset At);

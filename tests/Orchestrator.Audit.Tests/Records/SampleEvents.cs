using System.Collections.Immutable;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Audit.Tests.Records;

/// <summary>At least one of each session event, every optional field once there and once not.</summary>
internal static class SampleEvents
{
    public static readonly FileOffer File = new("C:\\Lists\\ünit.gwl", 1234, new string('d', 64));

    private static readonly SessionPolicy Limited = SessionPolicy.Default with
    {
        Files = ImmutableSortedDictionary<Capability, FileLimits>.Empty
            .Add(Capability.SendFile, new FileLimits(1 << 20, FileTypes.Of(".csv", ".gwl"), Folders.Of("C:\\Lists", "C:\\Ünit")))
            .Add(Capability.FetchFile, new FileLimits(1 << 30, FileTypes.Any, Folders.Any)),
    };

    // A frozen public key: START names the run's, and the verifier looks at it.
    private static readonly string RunKey = TestLog.Text("run-key.spki");

    public static readonly SessionEvent[] All =
    [
        new Started(new SessionNumber(123456789), new Instrument("Evo 200", "4711", "Basel", "Windows 10", "0.1.0", KeyFingerprint.OfSpki(Convert.FromBase64String(RunKey)).Hex), SessionPolicy.Default, RunKey),
        new OperatorNamed("Grace Hopper", "lab\\operator"),
        new HandshakeFailed(1, "commitment"),
        new TechnicianJoined(
            new Technician("ada", "Ada Lovelace", "technician", "Vendor", new string('b', 64), "00ff", "liquid not detected"), Limited, new string('c', 96),
            new TicketTerms(new PolicyVersion(3, new string('7', 64)), new SessionTime(28_800_000), ImmutableSortedDictionary<Capability, string>.Empty.Add(Capability.ControlInput, "Petra Lind"))),
        new PinPresented(false, 1),
        new PinPresented(true, 1),
        new SasCompared(true, 0),
        new Opened(),
        new Asked(new AskId(1), Party.Technician, Capability.ViewScreen, 20, "to see the error", null, null, TestEvidence.Signed),
        new AskEnded(new AskId(1), AskOutcome.TimedOut),
        new AskEnded(new AskId(1), AskOutcome.Refused, TestEvidence.Receipt),
        new Asked(new AskId(2), Party.Technician, Capability.SendFile, 5, "a corrected list", File, null, TestEvidence.Signed),
        new Granted(new GrantId(1), new AskId(2), Capability.SendFile, 300, new SessionTime(400_000), new string('e', 64), TestEvidence.Signed.Sha256, TestEvidence.Receipt),
        new Asked(new AskId(3), Party.Instrument, Capability.SendFile, 5, "", null, new GrantId(1), null),
        new Renewed(new GrantId(1), new AskId(3), 300, new SessionTime(700_000), new string('f', 64), "", TestEvidence.Receipt),
        new Renewed(new GrantId(1), new AskId(2), 300, new SessionTime(800_000), new string('f', 64), TestEvidence.Signed.Sha256, TestEvidence.Receipt),
        new ChannelOpened(new ChannelId(1), new GrantId(1), Capability.SendFile),
        new FileAccepted(new ChannelId(1), File, "/home/lab/lists/ünit.gwl"),
        new FileCompleted(new ChannelId(1), File),
        new FileFailed(new ChannelId(1), "hash"),
        new ClipboardMoved(new ChannelId(1), Capability.ClipboardTo, 11, new string('9', 64)),
        new ViewPaused(),
        new ViewResumed(),
        new OperatorAway(),
        new OperatorBack(),
        new LinkLost(Party.Technician, new SessionTime(500_000)),
        new LinkRestored(Party.Technician),
        new ChatPosted(Party.Operator, "please hurry \u202e"),
        new RequestRefused(Party.Technician, "ask", "not-allowed", "The policy doesn't allow it."),
        new PartFailed("capture", "display gone"),
        new ChannelClosed(new ChannelId(1), Capability.SendFile, EndReason.FileDone),
        new ChannelMetered(new ChannelId(1), 1, 20, 3, 40),
        new GrantEnded(new GrantId(1), Capability.SendFile, Party.Operator, EndReason.OperatorRevoked),
        new Ending(Party.Operator, EndReason.OperatorRevoked),
        new Ended(Party.Operator, EndReason.OperatorRevoked, [new ChannelId(2), new ChannelId(3)]),
    ];

    public static SessionRecordContext Context(ITextVault texts) => new()
    {
        Session = "123456789",
        Ticket = "00ff",
        Texts = texts,
        Who = party => new RecordActor { Kind = party.ToString().ToLowerInvariant() },
    };

    public static AuditRecord Record(SessionEvent happened, ITextVault texts, long sequence) =>
        new(sequence, new RecordStamp(1795161600000, 0, sequence, ClockStates.Unknown), SessionEventCodec.ToBody(happened, Context(texts)), new RecordContext());
}

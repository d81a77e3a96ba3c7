using Orchestrator.Domain;

namespace Orchestrator.Protocol.Tests.Messages;

/// <summary>One message of each type, with values that a reader recognises in the hex. The frozen vectors are these.</summary>
internal static class Samples
{
    internal static readonly Instrument Instrument = new("Reader 3", "SN-0042", "Lab Süd", "Debian 12", "0.1.0", new string('a', 64));

    private static readonly FileOffer File = new("C:/Worklists/run 7.gwl", 70_000, string.Concat(Enumerable.Repeat("0f", 32)));

    private static readonly SessionNumber Session = new(123_456_789);

    private static readonly PersonProof Anna = new("anna", new SecretText("correct horse battery"), new SecretText("654321"));

    public static IReadOnlyList<LinkMessage> Link { get; } =
    [
        new InstrumentToBroker.RegisterSession(Instrument, "vendor.example/run/7", Bytes(32, 1), Bytes(384, 2), Bytes(32, 3), Bytes(32, 4), "shipped") { WitnessTag = Bytes(48, 13) },
        new InstrumentToBroker.AppendEvent(5, "{\"seq\":5}"u8.ToArray()),
        new InstrumentToBroker.LogCheckpoint("vendor.example/run/7\n5\nAAAA\n"u8.ToArray()),
        new InstrumentToBroker.EndSession(),
        new InstrumentToBroker.ResumeSession(Session),
        new RecoveryMessages.RecoverRun(Session, "vendor.example/run/6", 61, 58),
        new RecoveryMessages.RecoverRecord(57, "{\"seq\":57}"u8.ToArray()),
        new RecoveryMessages.RecoverCheckpoint("vendor.example/run/6\n58\nAAAA\n"u8.ToArray()),
        new ConsoleToBroker.SignIn("anna", new SecretText("correct horse battery"), new SecretText("123456")),
        new ConsoleToBroker.Connect(new SessionNumber(123_456_789), "liquid not detected", "anna", new SecretText("correct horse battery"), new SecretText("654321")),
        new ConsoleToBroker.LeaveSession(),
        new ConsoleToBroker.ResumeSession(Session),
        new ConsoleToBroker.Activate("anna", new SecretText("ABCD-EFGH-JKLM-NPQR"), new SecretText("correct horse battery")),
        new ConsoleToBroker.ConfirmActivation(new SecretText("123456")),
        new ApprovalMessages.RequestApproval(Session, CapabilitySet.Of(Capability.ControlInput, Capability.SendFile), "liquid not detected", Anna),
        new ApprovalMessages.ListApprovals(Anna),
        new ApprovalMessages.DecideApproval("17", true, "Checked with the site's lead.", Anna with { Account = "petra" }),
        new BrokerToInstrument.SessionRegistered(new SessionNumber(987_654_321), 1_764_000_000_123, "vendor.example/broker", "note"u8.ToArray()),
        new BrokerToInstrument.EventStored(0x0102030405),
        new BrokerToInstrument.TechnicianAdmitted(Bytes(40, 5), Bytes(41, 6), Bytes(42, 7)),
        new RecoveryMessages.RunKnown(Session, 41),
        new RecoveryMessages.RunRecovered(Session, 41, "TAIL_DIFFERS", "The records aren't those that the run signed."),
        new BrokerToConsole.SignedIn("Anna Müller", "technician", Bytes(41, 6), Bytes(42, 7)),
        new BrokerToConsole.Connected(Bytes(40, 5), Bytes(41, 6), 1_764_000_000_123, Instrument, CapabilitySet.Of(Capability.ControlInput)),
        new BrokerToConsole.ActivationOffered(Bytes(20, 12), "Example Instruments", "anna"),
        new BrokerToConsole.Activated([.. Enumerable.Range(0, 10).Select(i => new SecretText($"ABCD-EFGH-JKLM-NP{i}{i}"))], false),
        new ApprovalMessages.ApprovalFiled("17", 1_764_000_000_123),
        new ApprovalMessages.ApprovalsListed(
        [
            new("17", Session, "anna", "Anna Müller", CapabilitySet.Of(Capability.ControlInput, Capability.SendFile), "liquid not detected", 1_764_000_000_123, "asked"),
            new("18", new SessionNumber(987_654_321), "bob", "Bob Ode", CapabilitySet.Of(Capability.FetchFile), "log of the run", 1_764_000_060_000, "refused"),
        ]),
        new ApprovalMessages.ApprovalDecided("17", "given"),
        new BrokerToBoth.PeerLink(true),
        new BrokerToBoth.SessionResumed(true, 1_764_000_000_123),
        new BrokerToBoth.Revoked("account disabled"),
        new BrokerToBoth.Heartbeat(17, 1_764_000_000_123, Blob.Empty),
        new BrokerToBoth.Refused("case-taken", "Bob is in this session already."),
        new WitnessMessages.OfferWitness("lab.example/witness+a219ca27+BAAA"),
        new WitnessMessages.WitnessAnswer(7, 409, "12\n"u8.ToArray()),
        new WitnessMessages.WitnessRequest(7, "old 12\n\nnote"u8.ToArray(), new WitnessMessages.RunIntroduction("vendor.example/run/7", Bytes(32, 1), Bytes(422, 14), Bytes(384, 2), Bytes(48, 13))),
    ];

    public static IReadOnlyList<PeerMessage> Peer { get; } =
    [
        new TechnicianToInstrument.PresentPin(new SecretText("042042")),
        new TechnicianToInstrument.Ask(3, Capability.SendFile, 20, "new worklist", File, Bytes(384, 8)),
        new TechnicianToInstrument.WithdrawAsk(new AskId(4)),
        new TechnicianToInstrument.ReleaseGrant(new GrantId(5)),
        new TechnicianToInstrument.Chat("Please look at the deck – tip 3 🙂"),
        new TechnicianToInstrument.Leave("done"),
        new TechnicianToInstrument.Heartbeat(9),
        new InstrumentToTechnician.EventRecord(9, "{\"seq\":9}"u8.ToArray()),
        new InstrumentToTechnician.AskReceived(3, new AskId(4)),
        new InstrumentToTechnician.AskRejected(3, "not-allowed", "This site doesn't allow it."),
        new InstrumentToTechnician.PromptSeen(new AskId(4)),
        new InstrumentToTechnician.Remaining(new GrantId(5), 1_140),
        new PeerToPeer.Received([new(new ChannelId(0), 17), new(new ChannelId(3), 0x0102030405)]),
    ];

    public static IReadOnlyList<FileMessage> Files { get; } =
    [
        new FileMessages.Begin(File),
        new FileMessages.Slice(1, Bytes(20, 9)),
        new FileMessages.ChunkHash(1, Bytes(32, 10)),
        new FileMessages.Credit(8),
        new FileMessages.Verified(1),
        new FileMessages.Done(Bytes(32, 11)),
        new FileMessages.Abort("file-hash-differs", "The file differs."),
    ];

    public static LinkSender SenderOf(LinkMessage message) =>
        Enum.GetValues<LinkSender>().First(s => LinkMessageCodec.MaySend(s, message.Type));

    public static PeerSender SenderOf(PeerMessage message) =>
        Enum.GetValues<PeerSender>().First(s => PeerMessageCodec.MaySend(s, message.Type));

    private static byte[] Bytes(int count, byte first) => [.. Enumerable.Range(0, count).Select(i => (byte)(first + i))];
}

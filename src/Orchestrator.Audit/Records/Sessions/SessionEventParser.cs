using Orchestrator.Domain;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Audit.Records;

/// <summary>Reads the typed fields of each session event. The mirror is <see cref="SessionEventFields"/>.</summary>
internal static class SessionEventParser
{
    public static SessionEvent Parse(string code, FieldReader f) => code switch
    {
        EventCodes.SessionStarted => new Started(Number(f), Instrument(f.Object("instrument")), PolicyFields.Read(f.Object("policy")), f.Text("runKey")),
        "operator.named" => new OperatorNamed(f.Committed("statedName"), f.Text("osAccount")),
        "handshake.failed" => new HandshakeFailed(f.Int("attempt"), f.Text("reason")),
        "technician.joined" => new TechnicianJoined(
            Technician(f.Object("technician")), PolicyFields.Read(f.Object("policy")), f.Text("transcript"), PolicyFields.ReadTerms(f.Object("terms"))),
        "pin.presented" => new PinPresented(f.Flag("accepted"), f.Int("failures")),
        "sas.compared" => new SasCompared(f.Flag("matched"), f.Int("failures")),
        "session.opened" => new Opened(),
        "ask.made" => new Asked(
            new AskId(f.Id("ask")), f.Word<Party>("by"), f.Capability(), f.Int("minutes"), f.Committed("reason"),
            f.Has("file") ? f.File() : null, f.Has("renews") ? new GrantId(f.Id("renews")) : null,
            f.Has("signed") ? new SignedAsk(f.Committed("signed"), f.Text("askSha256")) : null),
        "ask.ended" => new AskEnded(new AskId(f.Id("ask")), f.Word<AskOutcome>("outcome"), f.Has("receipt") ? f.Receipt() : null),
        EventCodes.GrantGiven => new Granted(
            new GrantId(f.Id("grant")), new AskId(f.Id("ask")), f.Capability(), f.Int("seconds"), new SessionTime(f.Long("until")), f.Text("prompt"), f.Text("askSha256"), f.Receipt()),
        EventCodes.GrantRenewed => new Renewed(
            new GrantId(f.Id("grant")), new AskId(f.Id("ask")), f.Int("seconds"), new SessionTime(f.Long("until")), f.Text("prompt"),
            f.Has("askSha256") ? f.Text("askSha256") : "", f.Receipt()),
        "channel.opened" => new ChannelOpened(Channel(f), new GrantId(f.Id("grant")), f.Capability()),
        "file.accepted" => new FileAccepted(Channel(f), f.File(), f.Text("path")),
        "file.completed" => new FileCompleted(Channel(f), f.File()),
        "file.failed" => new FileFailed(Channel(f), f.Text("reason")),
        "channel.closed" => new ChannelClosed(Channel(f), f.Capability(), f.Word<EndReason>("reason")),
        "channel.metered" => new ChannelMetered(Channel(f), f.Long("recordsIn"), f.Long("bytesIn"), f.Long("recordsOut"), f.Long("bytesOut")),
        "grant.ended" => new GrantEnded(new GrantId(f.Id("grant")), f.Capability(), f.Word<Party>("by"), f.Word<EndReason>("reason")),
        "view.paused" => new ViewPaused(),
        "view.resumed" => new ViewResumed(),
        "operator.away" => new OperatorAway(),
        "operator.back" => new OperatorBack(),
        "link.lost" => new LinkLost(f.Word<Party>("whose"), new SessionTime(f.Long("graceUntil"))),
        "link.restored" => new LinkRestored(f.Word<Party>("whose")),
        "chat.posted" => new ChatPosted(f.Word<Party>("by"), f.Committed("text")),
        "clipboard.moved" => new ClipboardMoved(Channel(f), f.Capability(), f.Int("bytes"), f.Text("sha256")),
        "request.refused" => new RequestRefused(f.Word<Party>("by"), f.Text("request"), f.Text("code"), f.Text("sentence")),
        "part.failed" => new PartFailed(f.Text("part"), f.Text("reason")),
        "session.ending" => new Ending(f.Word<Party>("by"), f.Word<EndReason>("reason")),
        EventCodes.SessionEnded => new Ended(f.Word<Party>("by"), f.Word<EndReason>("reason"), f.Channels("unmetered")),
        _ => new Unknown(code),
    };

    private static ChannelId Channel(FieldReader f) => new(f.Id("channel"));

    private static SessionNumber Number(FieldReader f) =>
        f.Int("number") is >= SessionNumber.Minimum and <= SessionNumber.Maximum and var value
            ? new SessionNumber(value)
            : throw new RecordException(RecordFailure.BadField, "A session number has nine digits.");

    private static Instrument Instrument(FieldReader f) =>
        new(f.Text("name"), f.Text("serial"), f.Text("site"), f.Text("os"), f.Text("version"), f.Text("key"));

    private static Technician Technician(FieldReader f) =>
        new(f.Text("account"), f.Text("name"), f.Text("role"), f.Text("organisation"), f.Text("key"), f.Text("ticket"), f.Committed("caseReason"));
}

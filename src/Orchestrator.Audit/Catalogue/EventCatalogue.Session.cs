using Orchestrator.Audit.Records;
using static Orchestrator.Audit.Catalogue.CatalogueLog;

namespace Orchestrator.Audit.Catalogue;

/// <content>What happens in a session: the instrument writes it, the broker keeps the line as a claim.</content>
public static partial class EventCatalogue
{
    private const string Anybody = "operator technician broker instrument";
    private const string Answer = "receipt:commitment receiptSignature:base64";

    private static CatalogueEvent[] SessionEventRows() =>
    [
        Row(EventCodes.SessionStarted, Run, "instrument", "START: session {number} of {instrument} waits for a technician.", "number:number instrument:instrument policy:policy runKey:base64"),
        Row("operator.named", Run, "operator", "The operator stated a name; the account of the operating system is {account}.", "statedName:commitment osAccount:text"),
        Row("handshake.failed", Run, "technician", "Handshake {attempt} with a technician failed: {reason}.", "attempt:number reason:text"),
        Row("technician.joined", Run, "technician", "{name} ({account}, {organisation}) proved the key of ticket {ticket}.", "technician:technician policy:policy transcript:text terms:terms"),
        Row("pin.presented", Run, "technician", "The technician gave the right PIN.|The technician gave a wrong PIN, number {failures}.", "accepted:flag failures:number"),
        Row("sas.compared", Run, "operator", "The operator typed the digits that match: nobody sits between.|The operator typed digits that don't match, number {failures}.", "matched:flag failures:number"),
        Row("session.opened", Run, "instrument", "PIN and digits match; the technician may ask from here on."),
        Row("ask.made", Run, "technician instrument", "Question {ask}: {capability} for {minutes} minutes.|Question {ask}: {capability} for {minutes} minutes, to prolong grant {grant}.",
            "ask:number by:party capability:capability minutes:number reason:commitment file?:file renews?:number signed?:commitment askSha256?:text"),
        Row("ask.ended", Run, "operator technician instrument", "Question {ask} ended without a yes: {outcome}.", "ask:number outcome:word receipt?:commitment receiptSignature?:base64"),
        Row(EventCodes.GrantGiven, Run, "operator", "The operator allowed {capability} for {seconds} seconds (grant {grant}, question {ask}).",
            $"grant:number ask:number capability:capability seconds:number until:number prompt:text askSha256:text {Answer}"),
        Row(EventCodes.GrantRenewed, Run, "operator", "The operator prolonged grant {grant} by {seconds} seconds (question {ask}).",
            $"grant:number ask:number seconds:number until:number prompt:text askSha256?:text {Answer}"),
        Row("channel.opened", Run, "instrument", "Channel {channel} opened for {capability} under grant {grant}.", "channel:number grant:number capability:capability"),
        Row("file.accepted", Run, "instrument", "Channel {channel} will carry the file {name} ({size} bytes).", "channel:number file:file path:text"),
        Row("file.completed", Run, "instrument", "The file {name} arrived whole over channel {channel}.", "channel:number file:file"),
        Row("file.failed", Run, "instrument", "The file of channel {channel} didn't arrive: {reason}.", "channel:number reason:text"),
        Row("channel.closed", Run, "instrument", "Channel {channel} ({capability}) closed: {reason}.", "channel:number capability:capability reason:word"),
        Row("channel.metered", Run, "instrument", "Channel {channel} carried {bytes} bytes in and {bytes} bytes out.", "channel:number recordsIn:number bytesIn:number recordsOut:number bytesOut:number"),
        Row("grant.ended", Run, Anybody, "Grant {grant} ({capability}) ended: {reason}.", "grant:number capability:capability by:party reason:word"),
        Row("view.paused", Run, "operator", "The operator paused the view."),
        Row("view.resumed", Run, "operator", "The operator let the view go on."),
        Row("operator.away", Run, "instrument", "No local input for the allowed time; every channel is held."),
        Row("operator.back", Run, "operator", "Local input again."),
        Row("link.lost", Run, "instrument", "The link of the {party} was lost; every channel is suspended.", "whose:party graceUntil:number"),
        Row("link.restored", Run, "instrument", "The link of the {party} is back.", "whose:party"),
        Row("chat.posted", Run, Anybody, "The {party} wrote a line of chat.", "by:party text:commitment"),
        Row("clipboard.moved", Run, "instrument", "{bytes} bytes of text went through the clipboard channel {channel}.", "channel:number capability:capability bytes:number sha256:text"),
        Row("request.refused", Run, Anybody, "A request of the {party} was refused: {sentence}", "by:party request:text code:text sentence:text"),
        Row("part.failed", Run, "instrument", "A part of the session failed and was stopped: {part}.", "part:text reason:text"),
        Row("session.ending", Run, Anybody, "The {party} ends the session: {reason}.", "by:party reason:word"),
        Row(EventCodes.SessionEnded, Run, Anybody, "END: the session is over, by the {party}: {reason}.", "by:party reason:word unmetered:channels"),
    ];
}

using Orchestrator.Audit.Records;
using static Orchestrator.Audit.Catalogue.CatalogueLog;

namespace Orchestrator.Audit.Catalogue;

/// <content>What the broker saw of sessions, and of itself.</content>
public static partial class EventCatalogue
{
    private static CatalogueEvent[] RelayEvents() =>
    [
        Row("broker.serving", Broker, "broker", "The broker, version {version}, serves on {address}.", "listen:text configuration:text"),
        Row("broker.stopped", Broker, "broker", "The broker stopped in order.", "reason:text"),
        Row("sink.failed", Broker, "broker",
            "The required audit sink {plugin} doesn't work; nothing that needs a record happens until it does.|The audit sink {plugin} doesn't work; it is caught up when it does.",
            "plugin:text required:flag reason:text"),
        Row("sink.restored", Broker, "broker", "The audit sink {plugin} works again.", "plugin:text"),
        Row(EventCodes.RelayRegistered, Broker, "broker", "Instrument {name} registered and got number {session}.",
            "transport:text origin:text logKey:text runKey:text binding:base64 executable:text version:text composition:text address:commitment"),
        Row("relay.registration-refused", Broker, "broker", "Instrument {name} got no session: {code}.", "code:text runKey:text executable:text version:text composition:text address:commitment"),
        Row("relay.technician-attached", Broker, "technician", "{account} attached to session {session}.", "address:commitment transport:text"),
        Row("relay.link-lost", Broker, "broker", "The link of the {party} was closed in order.|The link of the {party} was lost.", "whose:party orderly:flag"),
        Row("relay.link-resumed", Broker, "broker", "The {party} of session {session} came back on a new link.", "whose:party address:commitment transport:text"),
        Row("relay.resume-refused", Broker, "broker", "Somebody wanted to go on as the {party} of session {session} and wasn't let: {reason}.", "whose:party address:commitment key:text reason:text"),
        Row("relay.channel-opened", Broker, "broker", "The relay opened channel {channel} for {capability}.", "channel:number capability:capability"),
        Row("relay.channel-metered", Broker, "broker", "Channel {channel} carried {bytes} bytes to the instrument and {bytes} from it.",
            "channel:number recordsToInstrument:number bytesToInstrument:number recordsFromInstrument:number bytesFromInstrument:number recordsRefused:number"),
        Row("relay.records-refused", Broker, "broker", "The relay refused {records} records of session {session}: no channel was open for them.", "records:number"),
        Row("relay.vetoed", Broker, "broker", "The broker stopped relaying session {session}: {reason}.", "reason:text"),
        Row("relay.fork", Broker, "broker", "The instrument gave two different records number {sequence}.", "sequence:number"),
        Row("relay.signed-fork", Broker, "broker", "The instrument signed a checkpoint over {size} records that aren't those which it gave before.", "size:number signed:text held:text"),
        Row("relay.recovered", Broker, "broker",
            "{records} records of session {session} came after its run was over, and verify under its log key; {unsigned} behind its last checkpoint stayed where they are.|{records} records of session {session} came after its run was over, its END among them, and verify under its log key; {unsigned} behind its last checkpoint stayed where they are.",
            "records:number size:number checkpoint:text unsigned:number end:flag source:text"),
        Row("relay.recoveries-refused", Broker, "stranger", "{count} deliveries of earlier runs' records, from {sources} addresses, didn't verify.", "count:number sources:number"),
        Row("relay.violation", Broker, "broker", "The {party}'s program broke the protocol: {reason}.", "whose:party reason:text"),
        Row(EventCodes.RelayEnded, Broker, "broker", "Session {session} ended after {records} records.", "records:number checkpoint:text"),
        Row(EventCodes.RelayMissingEnd, Broker, "broker", "Session {session} has no END; its last record here is number {sequence}.", "lastSequence:number"),
    ];
}

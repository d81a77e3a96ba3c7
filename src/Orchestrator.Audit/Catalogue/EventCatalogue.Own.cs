using Orchestrator.Audit.Records;
using static Orchestrator.Audit.Catalogue.CatalogueLog;

namespace Orchestrator.Audit.Catalogue;

/// <content>What a log says of itself and of its program.</content>
public static partial class EventCatalogue
{
    private const string PluginFields = "plugin:text version:text generation:number manifest:text publisher:text leftOut:number";

    private static CatalogueEvent[] OwnEvents() =>
    [
        Row(EventCodes.RunStarted, Run, "instrument", "The log of this run begins; there is no earlier run on this disk.|The log of this run begins; the run before it on this disk is {folder}.",
            "run:text ordinal:number previous:previous-run witness?:text"),
        Row(EventCodes.RunEnded, Run, "instrument", "The run ended without a session."),
        Row(EventCodes.RunDelivered, Run, "instrument",
            "{records} records of the earlier run {folder} were delivered to the vendor's server.|The records of the earlier run {folder} weren't delivered: {code}.",
            "folder:text origin:text size:number records:number unsigned:number"),
        Row(EventCodes.RunRemoved, Run, "instrument",
            "The run {folder} was removed by {account}, as it was older than the policy wants; its last checkpoint is kept.|The records of {folder} are gone, and what was left in their place isn't signed by that run.",
            "folder:text origin?:text size?:number root?:base64 by?:text at?:text"),
        Row(EventCodes.LogRepaired, Either, "instrument broker",
            "The log ended within a record, as after a power cut; the torn part behind the last whole record was cut off and kept in a file beside the log.",
            "size:number signedSize:number cutRecordBytes:number cutCheckpointBytes:number"),
        Row(EventCodes.PeerCheckpoint, Run, "instrument", "The other end's log had {size} records with this signed root.", "origin:text size:number root:base64 note:text"),
        Row(EventCodes.PeerRolledBack, Run, "instrument",
            "The vendor's server shows its log with {size} records; an earlier run on this disk kept a signed checkpoint of it over {size}. It was set back, or tells two stories.",
            "origin:text size:number root:base64 before:number beforeRoot:base64"),
        Row(EventCodes.TextsErased, Run, "instrument",
            "{texts} texts beside the log of {folder} were erased: wanted by {account}, approved by {account}. Its records are as they were.",
            "folder:text texts:number requestedBy:text approvedBy:text at:text entrySha256:text"),
        Row(EventCodes.ClockJumped, Either, "instrument broker", "The computer's clock was set by {seconds} seconds; the order of records is by number, not by time.", "milliseconds:number"),
        Row(InterceptionRecords.Intercepted, Run, "instrument",
            "The site's network reads inside the outer TLS; what is inside stays encrypted end to end, and it was allowed.|The site's network reads inside the outer TLS; the connection was refused.",
            "broker:text issuer:text rootSha256:text decidedBy:word"),
        Row(PluginEventCodes.Activated, Either, "broker administrator instrument operator", "{sentence}", PluginFields),
        Row(PluginEventCodes.RolledBack, Either, "broker administrator instrument operator", "{sentence}", PluginFields),
        Row(PluginEventCodes.Moved, Either, "broker administrator instrument operator", "{sentence}", PluginFields),
        Row(PluginEventCodes.Drained, Either, "broker administrator instrument operator", "{sentence}", PluginFields),
        Row(PluginEventCodes.Unloaded, Either, "broker administrator instrument operator", "{sentence}", PluginFields),
        Row(PluginEventCodes.Refused, Either, "broker administrator instrument operator", "{sentence}", PluginFields),
        Row(PluginEventCodes.Malfunctioning, Either, "broker administrator instrument operator", "{sentence}", PluginFields),
        Row(PluginEventCodes.Restored, Either, "broker administrator instrument operator", "{sentence}", PluginFields),
        Row(PluginEventCodes.Leaked, Either, "broker administrator instrument operator", "{sentence}", PluginFields),
        Row(PluginEventCodes.UnsignedAllowed, Broker, "broker", "Plugins that nobody signed may be loaded from {folder}.", "folder:text"),
    ];
}

using Microsoft.Extensions.Logging;
using Orchestrator.Abstractions;

namespace Orchestrator.Broker.Hosting;

/// <summary>Diagnostics of the serving process. Never names, payloads or secrets: those who may know them read the evidence log.</summary>
internal static partial class BrokerLog
{
    [LoggerMessage(100, LogLevel.Information, "Serving {Domain} on {Address}; transports: {Transports}.")]
    public static partial void Serving(ILogger log, string domain, string address, string transports);

    [LoggerMessage(101, LogLevel.Information, "Stopped.")]
    public static partial void Stopped(ILogger log);

    [LoggerMessage(110, LogLevel.Debug, "Accepted a {Transport} link from {Address}.")]
    public static partial void LinkAccepted(ILogger log, string transport, string address);

    [LoggerMessage(111, LogLevel.Debug, "A {Transport} link from {Address} ended: {Reason} {Detail}")]
    public static partial void LinkEnded(ILogger log, string transport, string address, LinkEndReason reason, string detail);

    [LoggerMessage(112, LogLevel.Information, "A request to {Transport} from {Address} became no link: {Fault}.")]
    public static partial void AcceptFailed(ILogger log, string transport, string address, string fault);

    [LoggerMessage(113, LogLevel.Error, "The handler of a {Transport} link from {Address} failed; the link was closed.")]
    public static partial void HandlerFailed(ILogger log, Exception fault, string transport, string address);

    [LoggerMessage(120, LogLevel.Error, "Waiting records couldn't be moved into the log; they stay in the store and are tried again.")]
    public static partial void DrainFailed(ILogger log, Exception fault);

    [LoggerMessage(121, LogLevel.Error, "The list of revocations couldn't be read; it is looked at again in a second.")]
    public static partial void WatchFailed(ILogger log, Exception fault);

    [LoggerMessage(122, LogLevel.Error, "The record that counts {Count} failures of strangers couldn't be written.")]
    public static partial void CountLost(ILogger log, Exception fault, int count);

    [LoggerMessage(132, LogLevel.Warning, "{Sentence}")]
    public static partial void PluginTrouble(ILogger log, string sentence);

    [LoggerMessage(133, LogLevel.Error, "A record about a plugin or a sink ({Kind}) couldn't be written: {Reason}")]
    public static partial void PluginRecordLost(ILogger log, string kind, string reason);

    [LoggerMessage(134, LogLevel.Warning, "The audit sink {Plugin} was told to change over and stays with what it has: {Reason}")]
    public static partial void SinkStays(ILogger log, string plugin, string reason);

    [LoggerMessage(135, LogLevel.Critical, "{Sentence}")]
    public static partial void UnsignedAllowed(ILogger log, string sentence);

    [LoggerMessage(140, LogLevel.Critical, "Witness {Witness} did not cosign {Origin} with {Size} records ({Status}): {Reason} Find out why: it may have seen another log.")]
    public static partial void WitnessRefused(ILogger log, string witness, string origin, long size, int status, string reason);

    [LoggerMessage(141, LogLevel.Warning, "Witness {Witness} isn't there.")]
    public static partial void WitnessSilent(ILogger log, string witness);

    [LoggerMessage(142, LogLevel.Warning, "Somebody at {Address} with key {Fingerprint} wants to be a witness; nobody enrolled that key.")]
    public static partial void WitnessUnknown(ILogger log, string address, string fingerprint);

    [LoggerMessage(143, LogLevel.Error, "What concerns witness {Witness} failed.")]
    public static partial void WitnessFailed(ILogger log, Exception fault, string witness);

    [LoggerMessage(144, LogLevel.Error, "A record about a witness ({Kind}) couldn't be written: {Reason}")]
    public static partial void WitnessRecordLost(ILogger log, string kind, string reason);

    [LoggerMessage(130, LogLevel.Warning, "Plugin {Plugin} says ({EventId}): {Text}")]
    public static partial void PluginWarns(ILogger log, string plugin, int eventId, string text);

    [LoggerMessage(131, LogLevel.Debug, "Plugin {Plugin} says ({EventId}): {Text}")]
    public static partial void PluginSays(ILogger log, string plugin, int eventId, string text);
}

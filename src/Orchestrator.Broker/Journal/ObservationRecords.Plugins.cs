using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using static Orchestrator.Domain.PluginObservations;

namespace Orchestrator.Broker.Journal;

/// <content>Plugins: the sentence is the one that the person who asked was told.</content>
internal sealed partial class ObservationRecords
{
    private RecordBody? DescribePlugin(BrokerObservation observation) => observation switch
    {
        PluginActivated o => Plugin(PluginEventCodes.Activated, o.About),
        PluginRolledBack o => Plugin(PluginEventCodes.RolledBack, o.About),
        PluginMoved o => Plugin(PluginEventCodes.Moved, o.About),
        PluginDrained o => Plugin(PluginEventCodes.Drained, o.About),
        PluginUnloaded o => Plugin(PluginEventCodes.Unloaded, o.About),
        PluginRefused o => Plugin(PluginEventCodes.Refused, o.About),
        PluginMalfunctioning o => Plugin(PluginEventCodes.Malfunctioning, o.About),
        PluginRestored o => Plugin(PluginEventCodes.Restored, o.About),
        PluginLeaked o => Plugin(PluginEventCodes.Leaked, o.About),
        UnsignedPluginsAllowed o => Body(PluginEventCodes.UnsignedAllowed, $"Plugins that nobody signed may be loaded from {o.Folder}.", Broker, ("folder", o.Folder)),
        _ => null,
    };

    private static RecordBody Plugin(string code, PluginFacts about) => PluginRecords.ToBody(code, about, about.By is { } by ? Actor(by) : Broker);
}

using Microsoft.Extensions.Logging;
using Orchestrator.Abstractions;
using Orchestrator.Broker.Hosting;

namespace Orchestrator.Broker.Plugins;

/// <summary>A plugin's lines in the broker's diagnostics, cut to one line each.</summary>
internal sealed class HostPluginLog(string plugin, ILogger log) : IPluginLog
{
    private const int MaxText = 500;

    public void Write(PluginLogLevel level, int eventId, string text)
    {
        var line = new string([.. text.Take(MaxText).Select(c => char.IsControl(c) ? ' ' : c)]);
        if (level >= PluginLogLevel.Warning)
        {
            BrokerLog.PluginWarns(log, plugin, eventId, line);
        }
        else
        {
            BrokerLog.PluginSays(log, plugin, eventId, line);
        }
    }
}

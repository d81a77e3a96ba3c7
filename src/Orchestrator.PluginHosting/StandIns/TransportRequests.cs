using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>What the stand-ins of transports, which implement everything that a transport may, know of the plugin behind them.</summary>
public static class TransportRequests
{
    /// <summary>True when a link of it may span several requests. False while no generation of it is active.</summary>
    public static bool SpansRequests(this ITransport transport) => transport switch
    {
        SlotTransport slot => slot.SpansRequests,
        GuardedTransport guarded => guarded.SpansRequests,
        _ => transport is IManyRequestTransport,
    };
}

using System.Collections.Concurrent;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;

namespace Orchestrator.Actors.Sessions.AtInstrument;

/// <summary>The operator's keys reach the gates directly: no mailbox, no lock, no waiting.</summary>
public sealed class StopKeys
{
    private readonly ConcurrentDictionary<ChannelId, (Capability Capability, ChannelGate Gate)> _gates = new();

    /// <summary>Cuts everything for ever. The session actor is told afterwards.</summary>
    public void CloseAll()
    {
        foreach (var (_, gate) in _gates.Values)
        {
            gate.Close();
        }
    }

    /// <summary>Stops picture and input until the session says otherwise.</summary>
    public void HoldView()
    {
        foreach (var (capability, gate) in _gates.Values)
        {
            if (!capability.IsOneFile())
            {
                gate.Hold(HoldReason.StopKey);
            }
        }
    }

    internal void Add(ChannelId channel, Capability capability, ChannelGate gate) => _gates[channel] = (capability, gate);

    internal void Remove(ChannelId channel) => _gates.TryRemove(channel, out _);
}

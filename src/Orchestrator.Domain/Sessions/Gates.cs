namespace Orchestrator.Domain;

/// <summary>What may pass a channel now.</summary>
public enum GateState
{
    /// <summary>Nothing, for ever.</summary>
    Closed,

    /// <summary>Nothing for the moment.</summary>
    Held,

    /// <summary>Records.</summary>
    Open,
}

/// <summary>The effective right: policy ∧ ticket ∧ grant ∧ operator present ∧ not expired, and no prompt in the way.</summary>
public static class Gates
{
    /// <summary>What may pass this channel at this moment. Everything that isn't known to be open is closed.</summary>
    public static GateState GateOf(this SessionState state, ChannelId channel, SessionTime now)
    {
        if (state.Blind || state.Phase != SessionPhase.Open
            || !state.Channels.TryGetValue(channel, out var open)
            || !state.Grants.TryGetValue(open.Grant, out var grant)
            || grant.Until <= now
            || state.TicketLeft(now) == TimeSpan.Zero
            || !state.Policy.Allows(open.Capability))
        {
            return GateState.Closed;
        }

        return state.IsHeld(open.Capability) ? GateState.Held : GateState.Open;
    }

    private static bool IsHeld(this SessionState state, Capability capability)
    {
        if (!state.LinksDown.IsEmpty || state.Away)
        {
            return true;
        }

        // A prompt can't be answered from afar: while one is open, no input goes in and no picture goes out (wall 10).
        var touchesScreen = !capability.IsOneFile();
        return touchesScreen && (!state.Asks.IsEmpty || (state.Paused && capability is Capability.ViewScreen or Capability.ControlInput));
    }
}

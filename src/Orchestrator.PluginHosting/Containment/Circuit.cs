namespace Orchestrator.PluginHosting;

/// <summary>
/// Stops calling a generation that keeps failing. Closed: calls pass. Open: they fail at once. After a pause one is let through, and decides. A hang opens it
/// for good, for every further call may cost another thread. Callable from any thread.
/// </summary>
/// <param name="time">The only clock.</param>
/// <param name="opened">Told when it opens, with the fault.</param>
/// <param name="closedAgain">Told when a call passed after that.</param>
internal sealed class Circuit(TimeProvider time, Action<PluginFault> opened, Action closedAgain)
{
    private readonly Lock sync = new();
    private readonly Queue<long> faults = new();
    private volatile PluginFault? cause;
    private Trial? running;
    private long since;
    private bool isForGood;

    /// <summary>Why it is open; null while it is closed.</summary>
    public PluginFault? Cause => cause;

    /// <summary>Whether a call may pass now.</summary>
    /// <param name="mayTry">False for a call without an end of its own: it could keep the circuit waiting for ever.</param>
    /// <param name="trial">Not null when this call decides. It must be given to <see cref="Passed"/>, <see cref="Failed"/> or <see cref="Withdrawn"/>.</param>
    public bool MayCall(bool mayTry, out Trial? trial)
    {
        trial = null;
        if (cause is null)
            return true;
        lock (sync)
        {
            if (cause is null)
                return true;
            if (!mayTry || isForGood || running is not null || time.GetElapsedTime(since) < CircuitLimits.Pause)
                return false;
            running = trial = new Trial();
            return true;
        }
    }

    /// <summary>A call ended well.</summary>
    public void Passed(Trial? trial)
    {
        if (trial is null)
            return;
        lock (sync)
        {
            if (running != trial || isForGood)
                return;
            (running, cause) = (null, null);
            faults.Clear();
        }

        closedAgain();
    }

    /// <summary>A call ended neither well nor badly: the caller took it back, or somebody else is to blame.</summary>
    public void Withdrawn(Trial? trial)
    {
        if (trial is null)
            return;
        lock (sync)
        {
            if (running == trial)
                running = null;
        }
    }

    /// <summary>A call failed.</summary>
    public void Failed(Trial? trial, PluginFault fault)
    {
        lock (sync)
        {
            var isHang = fault.Kind == PluginFaultKind.Hung;
            var decides = trial is not null && running == trial;
            if (isForGood || (cause is not null && !decides && !isHang))
                return;
            var wasOpen = cause is not null;
            if (!wasOpen && !isHang && !IsTooMany())
                return;
            (cause, since, isForGood) = (fault, time.GetTimestamp(), isHang);
            running = decides ? null : running;
            if (wasOpen)
                return;
        }

        opened(fault);
    }

    private bool IsTooMany()
    {
        var now = time.GetTimestamp();
        faults.Enqueue(now);
        while (time.GetElapsedTime(faults.Peek(), now) > CircuitLimits.Window)
            faults.Dequeue();
        return faults.Count >= CircuitLimits.Faults;
    }
}

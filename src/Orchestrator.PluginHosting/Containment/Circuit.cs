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
    private PluginFault? cause;
    private long since;
    private bool isForGood;
    private bool isTrying;

    /// <summary>Why it is open; null while it is closed.</summary>
    public PluginFault? Cause
    {
        get
        {
            lock (sync)
                return cause;
        }
    }

    /// <summary>Whether a call may pass now.</summary>
    public bool MayCall()
    {
        lock (sync)
        {
            if (cause is null)
                return true;
            if (isForGood || isTrying || time.GetElapsedTime(since) < CircuitLimits.Pause)
                return false;
            return isTrying = true;
        }
    }

    /// <summary>A call ended well.</summary>
    public void Passed()
    {
        lock (sync)
        {
            if (!isTrying)
                return;
            (isTrying, cause) = (false, null);
            faults.Clear();
        }

        closedAgain();
    }

    /// <summary>A call ended neither well nor badly: the caller took it back.</summary>
    public void Withdrawn()
    {
        lock (sync)
            isTrying = false;
    }

    /// <summary>A call failed.</summary>
    public void Failed(PluginFault fault)
    {
        lock (sync)
        {
            if (isForGood)
                return;
            isForGood = fault.Kind == PluginFaultKind.Hung;
            var wasOpen = cause is not null;
            if (!wasOpen && !isForGood && !IsTooMany())
                return;
            (cause, since, isTrying) = (fault, time.GetTimestamp(), false);
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

using Jint;

namespace Orchestrator.Pac.Sandbox;

/// <summary>Time, memory and statements of one evaluation, on its own thread, read by the engine between statements. Waiting for names doesn't count.</summary>
internal sealed class PacBudget(TimeProvider time) : Constraint
{
    private readonly long begun = time.GetTimestamp();
    private readonly TimeSpan computed = ThreadTime.Now();
    private readonly long allocated = GC.GetAllocatedBytesForCurrentThread();
    private long last = GC.GetAllocatedBytesForCurrentThread();
    private TimeSpan waited;
    private int statements;

    /// <summary>True for our own script alone.</summary>
    public bool IsOff { get; init; }

    /// <inheritdoc/>
    public override void Check()
    {
        if (IsOff)
            return;
        var now = GC.GetAllocatedBytesForCurrentThread();
        if (now - allocated > PacLimits.Memory || now - last > PacLimits.Step)
            throw PacFailures.Limit($"it used more than {PacLimits.Memory >> 20} MiB of memory, or {PacLimits.Step >> 20} MiB at once");
        last = now;
        if (++statements > PacLimits.Statements)
            throw PacFailures.Limit($"it ran more than {PacLimits.Statements} statements");
        if (ThreadTime.Now() - computed > PacLimits.Time || time.GetElapsedTime(begun) - waited > PacLimits.Wall)
            throw PacFailures.TooSlow();
    }

    /// <summary>Nothing: the bounds are of the whole evaluation, not of one entry into the engine.</summary>
    public override void Reset()
    {
    }

    /// <summary>Leaves a wait out of the script's time.</summary>
    public void LeaveOut(TimeSpan wait) => waited += wait;
}

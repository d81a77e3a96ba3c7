namespace Orchestrator.Rfb;

/// <summary>Waits that double up to a limit.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan limit)
{
    private TimeSpan? last;

    public TimeSpan Next()
    {
        var next = last * 2 ?? first;
        last = next > limit ? limit : next;
        return last.Value;
    }

    public void Reset() => last = null;
}

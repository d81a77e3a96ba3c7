namespace Orchestrator.Testbed.SimulatedNetwork.Wires;

/// <summary>Whether anything moves in a network, and whether somebody waits for what will never come. Where both are so, only a clock can change anything.</summary>
internal sealed class Quiet
{
    private long _moves;
    private int _waiting;

    /// <summary>Grows with everything that moves.</summary>
    public long Moves => Volatile.Read(ref _moves);

    /// <summary>Waits for what will never come.</summary>
    public bool IsWaitedFor => Volatile.Read(ref _waiting) > 0;

    public void Moved() => Interlocked.Increment(ref _moves);

    /// <summary>From now until it is disposed of, somebody waits in vain.</summary>
    public IDisposable Wait()
    {
        Interlocked.Increment(ref _waiting);
        return new Waiting(this);
    }

    private sealed class Waiting(Quiet quiet) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                Interlocked.Decrement(ref quiet._waiting);
        }
    }
}

namespace Orchestrator.Rfb;

/// <summary>Counts updates sent and acknowledged. The sender waits while the window is full, and what changes meanwhile becomes one later update.</summary>
internal sealed class AckWindow(int size)
{
    private readonly Lock sync = new();
    private uint sent;
    private uint acknowledged;

    public bool IsFree
    {
        get
        {
            lock (sync)
                return sent - acknowledged < size;
        }
    }

    /// <summary>Number of the update that is sent next.</summary>
    public uint Take()
    {
        lock (sync)
            return ++sent;
    }

    /// <exception cref="RfbException">Never sent, or acknowledged before.</exception>
    public void Acknowledge(uint update)
    {
        lock (sync)
        {
            if (update <= acknowledged || update > sent)
                throw new RfbException(RfbFault.AckOutOfRange, $"update {update}; sent {sent}, acknowledged {acknowledged}");
            acknowledged = update;
        }
    }
}

namespace Orchestrator.Plugins.Transport.LongPoll;

/// <summary>Numbers of the requests of one direction: counted round, far beyond what may be repeated, so that a long link doesn't run out of them.</summary>
internal static class Sequence
{
    private const int Round = 1_000_000_000;

    /// <summary>The next one.</summary>
    public static int After(int sequence) => (sequence + 1) % Round;
}

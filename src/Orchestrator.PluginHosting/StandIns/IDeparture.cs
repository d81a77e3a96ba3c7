namespace Orchestrator.PluginHosting;

/// <summary>Finds the moment at which something opened may be left for another generation's. Used by one move at a time.</summary>
/// <typeparam name="T">What is opened.</typeparam>
internal interface IDeparture<in T>
{
    /// <summary>A move begins.</summary>
    void Begin();

    /// <summary>Waits, while calls go on, until the moment may have come.</summary>
    ValueTask WaitAsync(CancellationToken cancellationToken);

    /// <summary>Between two calls: takes leave of what is open now; false when the moment is over again, and it is worth waiting on.</summary>
    bool TryLeave(T current);
}

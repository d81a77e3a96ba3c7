namespace Orchestrator.PluginHosting;

/// <summary>One member of the contract as the gateway calls it. Made once for a member that is called often, so that a call allocates nothing for it.</summary>
/// <typeparam name="TState">What the call needs; nothing of it is kept.</typeparam>
/// <typeparam name="T">What it gives.</typeparam>
/// <param name="Member">Its name, for the fault.</param>
/// <param name="Run">The call itself.</param>
internal sealed record PluginCall<TState, T>(string Member, Func<TState, CancellationToken, ValueTask<T>> Run)
{
    /// <summary>What the contract doesn't allow about an answer; null when it is fine.</summary>
    public Func<TState, T, string?>? Objection { get; init; }

    /// <summary>What to do with a result that comes after the host stopped waiting.</summary>
    public Action<T>? Discard { get; init; }

    /// <summary>True: run its synchronous part on this thread (calls that come often). Otherwise a block costs a pool thread, not the caller.</summary>
    public bool OnCaller { get; init; }

    /// <summary>True: whoever is at the other end may have caused what it throws, so it doesn't count against the plugin.</summary>
    public bool ForStranger { get; init; }
}

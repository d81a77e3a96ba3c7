namespace Orchestrator.Abstractions;

/// <summary>
/// What a capture plugin may implement beside <see cref="ICapture"/>: it tells when nobody can be at this computer, because its session is locked or its
/// screen saver runs. Callable at once with the members of <see cref="ICapture"/>.
/// </summary>
public interface ISessionLockSource
{
    /// <summary>Opens the watch. Budget: 5 s.</summary>
    /// <param name="cancellationToken">Ends the attempt and leaves nothing open.</param>
    /// <returns>The host's, which disposes it; null where this system doesn't tell. A display that isn't there is a throw with a sentence.</returns>
    ValueTask<ISessionLock?> OpenSessionLockAsync(CancellationToken cancellationToken);
}

/// <summary>
/// Tells whether the session is locked. One wait at a time. Disposal is quick (1 s) and final; afterwards the state is
/// <see cref="SessionLockState.Unknown"/>.
/// </summary>
public interface ISessionLock : IAsyncDisposable
{
    /// <summary>Waits for another state. An idle wait costs nothing. Budget: <paramref name="maxWait"/> and 2 s.</summary>
    /// <param name="known">What the host knows.</param>
    /// <param name="maxWait">Zero: only look.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// The state as soon as it isn't <paramref name="known"/>, or after <paramref name="maxWait"/>. A system that stops telling is
    /// <see cref="SessionLockState.Unknown"/>, never a throw.
    /// </returns>
    ValueTask<SessionLockState> WaitAsync(SessionLockState known, TimeSpan maxWait, CancellationToken cancellationToken);
}

/// <summary>Whether somebody can be at the computer.</summary>
public enum SessionLockState
{
    /// <summary>The system doesn't tell, or not any more.</summary>
    Unknown,

    /// <summary>Not locked.</summary>
    Unlocked,

    /// <summary>Locked, or the screen saver runs: nobody is there.</summary>
    Locked,
}

namespace Orchestrator.Abstractions;

/// <summary>
/// What a capture plugin may implement beside <see cref="ICapture"/>: it tells when nobody can be at this computer, because its session is locked or its
/// screen saver runs.
/// </summary>
public interface ISessionLockSource
{
    /// <summary>Opens the watch; null where this system doesn't tell. Budget: 5 s.</summary>
    ValueTask<ISessionLock?> OpenSessionLockAsync(CancellationToken cancellationToken);
}

/// <summary>Tells whether the session is locked. One wait at a time.</summary>
public interface ISessionLock : IAsyncDisposable
{
    /// <summary>The state as soon as it isn't <paramref name="known"/>, or after <paramref name="maxWait"/>. An idle wait costs nothing. Budget: <paramref name="maxWait"/> and 2 s.</summary>
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

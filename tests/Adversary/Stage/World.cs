namespace Orchestrator.Adversary.Stage;

/// <summary>What the doubles of a case have seen, in order, and a way to wait for it without polling.</summary>
internal sealed class World
{
    /// <summary>Longer than anything takes on a busy machine; only a case that hangs meets it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly Lock _lock = new();
    private readonly List<string> _log = [];
    private TaskCompletionSource _changed = New();

    /// <summary>Something happened at a double.</summary>
    public void Note(string what)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _log.Add(what);
            changed = _changed;
            _changed = New();
        }

        changed.TrySetResult();
    }

    /// <summary>Waits until something is so; looks again after each note.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                changed = _changed.Task;
            }

            if (isSo())
            {
                return;
            }

            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail("It didn't happen. What happened: " + string.Join("; ", _log));
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

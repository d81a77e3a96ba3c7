using System.Collections.Concurrent;

namespace Orchestrator.Rfb;

/// <summary>One thread that does one thing after the other; for encoding below normal priority, and for input that must come from one thread.</summary>
internal sealed class WorkerThread : IDisposable
{
    private readonly BlockingCollection<Action> work = [];

    public WorkerThread(string name, ThreadPriority priority)
    {
        var thread = new Thread(Run) { Name = name, Priority = priority, IsBackground = true };
        thread.Start();
    }

    /// <summary>Runs a step there; an exception of the step comes back to the caller.</summary>
    public Task<T> RunAsync<T>(Func<T> step)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                done.SetResult(step());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        });
        return done.Task;
    }

    /// <summary>Lets what was given before finish, then ends the thread.</summary>
    public void Dispose() => work.CompleteAdding();

    private void Run()
    {
        foreach (var step in work.GetConsumingEnumerable())
            step();
        work.Dispose();
    }
}

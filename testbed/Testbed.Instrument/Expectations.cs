namespace Orchestrator.Testbed.Instrument;

/// <summary>Conditions that somebody waits for, checked after each change. Not thread-safe: the instrument's lock guards it.</summary>
internal sealed class Expectations
{
    private readonly List<(Func<bool> Holds, TaskCompletionSource Done)> _waiting = [];

    internal Task Add(Func<bool> holds)
    {
        if (holds())
            return Task.CompletedTask;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((holds, done));
        return done.Task;
    }

    internal void Check() => _waiting.RemoveAll(one =>
    {
        if (!one.Holds())
            return false;
        one.Done.SetResult();
        return true;
    });
}

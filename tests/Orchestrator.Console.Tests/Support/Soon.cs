namespace Orchestrator.Technicians.Tests;

/// <summary>Waiting for what must happen: long enough for a busy machine, and a failure instead of a hang.</summary>
internal static class Soon
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Task<T> OrFail<T>(this Task<T> task) => task.WaitAsync(Limit);

    public static Task OrFail(this Task task) => task.WaitAsync(Limit);

    public static CancellationToken Token() => new CancellationTokenSource(Limit).Token;
}

using System.Runtime.InteropServices;

namespace Orchestrator.CrashWriter;

/// <summary>Ends this process at the n-th boundary that it passes, as <c>kill -9</c> does: no handler, no flush, no farewell.</summary>
internal static class Death
{
    private const int Kill = 9;

    private static int _left = int.MaxValue;

    public static void At(int point) => _left = point;

    /// <summary>A boundary.</summary>
    public static void Pass()
    {
        if (Interlocked.Decrement(ref _left) == 0)
            _ = Send(Environment.ProcessId, Kill);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Send(int process, int signal);
}

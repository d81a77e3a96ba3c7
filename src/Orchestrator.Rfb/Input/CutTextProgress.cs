namespace Orchestrator.Rfb;

/// <summary>
/// How far the technician's cut texts have reached the instrument's clipboard. Keys typed after a paste was sent wait for it, so that Ctrl+V never
/// pastes what was there before. Shared by the <see cref="ClipboardReceiver"/> and the <see cref="InputReceiver"/> of a session.
/// </summary>
public sealed class CutTextProgress
{
    private readonly Lock sync = new();
    private uint applied;
    private int waiting;
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Number of the last cut text that is in the clipboard, or was given up.</summary>
    public uint Applied => Volatile.Read(ref applied);

    /// <summary>Events that wait for their cut text now.</summary>
    internal int Waiting => Volatile.Read(ref waiting);

    /// <summary>This one and all before it are done with.</summary>
    public void Advance(uint number)
    {
        TaskCompletionSource done;
        lock (sync)
        {
            if (number <= applied)
                return;
            applied = number;
            done = next;
            next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        done.SetResult();
    }

    /// <summary>Waits until a cut text is done with; false when it took too long, and then it counts as given up.</summary>
    public async ValueTask<bool> WaitAsync(uint number, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            Task advance;
            lock (sync)
            {
                if (number <= applied)
                    return true;
                advance = next.Task;
            }

            var rest = limit - time.GetElapsedTime(start);
            Interlocked.Increment(ref waiting);
            try
            {
                await advance.WaitAsync(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                Advance(number);
                return false;
            }
            finally
            {
                Interlocked.Decrement(ref waiting);
            }
        }
    }
}

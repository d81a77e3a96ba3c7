using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>
/// Which keys and buttons are down, so that input changes over to another generation while none is; a person who holds one for longer than 5 s loses it
/// rather than the move. Callable from any thread.
/// </summary>
internal sealed class PressedInput(TimeProvider time) : IDeparture<IInputInjector>
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly Lock sync = new();
    private readonly HashSet<uint> keys = [];
    private int buttons;
    private long begin;
    private TaskCompletionSource? released;

    /// <summary>Takes one event, before it is injected: one that fails half-way may have pressed something.</summary>
    public void Note(in InputEvent input)
    {
        lock (sync)
        {
            if (input.Kind == InputKind.Pointer)
                buttons = input.Buttons;
            else if (input.Down)
                keys.Add(input.Keysym);
            else
                keys.Remove(input.Keysym);
            Tell();
        }
    }

    /// <summary>Everything was released.</summary>
    public void Clear()
    {
        lock (sync)
        {
            keys.Clear();
            buttons = 0;
            Tell();
        }
    }

    /// <inheritdoc />
    public void Begin()
    {
        lock (sync)
            begin = time.GetTimestamp();
    }

    /// <inheritdoc />
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        Task nothingDown;
        TimeSpan left;
        lock (sync)
        {
            released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            nothingDown = released.Task;
            left = Left();
            Tell();
        }

        try
        {
            await nothingDown.WaitAsync(left, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Taking leave releases what is down.
        }
    }

    /// <inheritdoc />
    public bool TryLeave(IInputInjector current)
    {
        lock (sync)
        {
            if (IsNothingDown)
                return true;
            if (Left() > TimeSpan.Zero)
                return false;
        }

        try
        {
            current.ReleaseAll();
        }
        catch (PluginFaultException)
        {
            // Its disposal, which comes next, has to release all too; more can't be done with one that fails.
        }

        Clear();
        return true;
    }

    private bool IsNothingDown => keys.Count == 0 && buttons == 0;

    private TimeSpan Left()
    {
        var left = Longest - time.GetElapsedTime(begin);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private void Tell()
    {
        if (IsNothingDown)
            released?.TrySetResult();
    }
}

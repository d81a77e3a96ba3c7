using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>Which keys and buttons are down, so that input changes over to another generation while none is. Callable from any thread.</summary>
internal sealed class PressedInput(TimeProvider time)
{
    /// <summary>A person who holds a key longer than this loses it rather than the move.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly Lock sync = new();
    private readonly HashSet<uint> keys = [];
    private int buttons;
    private TaskCompletionSource? released;

    /// <summary>Takes one event that was injected.</summary>
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

    /// <summary>Returns when nothing is down, or after 5 s; disposal of the old injector then releases what is left.</summary>
    public async ValueTask LeaveAsync(IInputInjector old, CancellationToken cancellationToken)
    {
        Task nothingDown;
        lock (sync)
        {
            released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            nothingDown = released.Task;
            Tell();
        }

        try
        {
            await nothingDown.WaitAsync(Longest, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Clear();
        }
    }

    private void Tell()
    {
        if (keys.Count == 0 && buttons == 0)
            released?.TrySetResult();
    }
}

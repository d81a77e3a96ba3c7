using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>A capture plugin as the rest of the program holds it: whatever generation is active. What it opens moves with it.</summary>
internal sealed class SlotCapture(PluginSlot slot, TimeProvider time) : ICapture, ISessionLockSource
{
    private static int opened;

    /// <inheritdoc />
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc />
    public async ValueTask<IScreenCapture> OpenScreenAsync(CaptureOptions options, CancellationToken cancellationToken)
    {
        var screen = await Movable<IScreenCapture>.OpenAsync(
            slot, async (lease, token) => await lease.Get<ICapture>().OpenScreenAsync(options, token).ConfigureAwait(false), null, cancellationToken).ConfigureAwait(false);
        return new MovableScreen(screen!, Channel("screen"));
    }

    /// <inheritdoc />
    public async ValueTask<IInputInjector> OpenInputAsync(CancellationToken cancellationToken)
    {
        var pressed = new PressedInput(time);
        var input = await Movable<IInputInjector>.OpenAsync(
            slot, async (lease, token) => await lease.Get<ICapture>().OpenInputAsync(token).ConfigureAwait(false), pressed.LeaveAsync, cancellationToken).ConfigureAwait(false);
        return new MovableInput(input!, pressed, Channel("input"));
    }

    /// <inheritdoc />
    public async ValueTask<IClipboardText?> OpenClipboardAsync(CancellationToken cancellationToken)
    {
        var clipboard = await Movable<IClipboardText>.OpenAsync(
            slot, (lease, token) => lease.Get<ICapture>().OpenClipboardAsync(token), null, cancellationToken).ConfigureAwait(false);
        return clipboard is null ? null : new MovableClipboard(clipboard, Channel("clipboard"));
    }

    /// <inheritdoc />
    public async ValueTask<ISessionLock?> OpenSessionLockAsync(CancellationToken cancellationToken)
    {
        var watch = await Movable<ISessionLock>.OpenAsync(
            slot, (lease, token) => (lease.Get<ICapture>() as ISessionLockSource)?.OpenSessionLockAsync(token) ?? default, null, cancellationToken).ConfigureAwait(false);
        return watch is null ? null : new MovableSessionLock(watch, Channel("lock"));
    }

    /// <summary>Nothing of its own: the slots close what runs.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Channel(string what) => $"{slot.Id}/{what}-{Interlocked.Increment(ref opened)}";
}

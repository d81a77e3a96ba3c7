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
        var screen = await OpenAsync<IScreenCapture>(
            "screen", async (plugin, token) => await plugin.OpenScreenAsync(options, token).ConfigureAwait(false), null, cancellationToken).ConfigureAwait(false);
        return new MovableScreen(screen!);
    }

    /// <inheritdoc />
    public async ValueTask<IInputInjector> OpenInputAsync(CancellationToken cancellationToken)
    {
        var pressed = new PressedInput(time);
        var input = await OpenAsync<IInputInjector>(
            "input", async (plugin, token) => await plugin.OpenInputAsync(token).ConfigureAwait(false), pressed, cancellationToken).ConfigureAwait(false);
        return new MovableInput(input!, pressed);
    }

    /// <inheritdoc />
    public async ValueTask<IClipboardText?> OpenClipboardAsync(CancellationToken cancellationToken) =>
        await OpenAsync<IClipboardText>("clipboard", (plugin, token) => plugin.OpenClipboardAsync(token), null, cancellationToken).ConfigureAwait(false) is { } clipboard
            ? new MovableClipboard(clipboard)
            : null;

    /// <inheritdoc />
    public async ValueTask<ISessionLock?> OpenSessionLockAsync(CancellationToken cancellationToken) =>
        await OpenAsync<ISessionLock>(
            "lock", (plugin, token) => (plugin as ISessionLockSource)?.OpenSessionLockAsync(token) ?? default, null, cancellationToken).ConfigureAwait(false) is { } watch
            ? new MovableSessionLock(watch)
            : null;

    /// <summary>Nothing of its own: the slots close what runs.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ValueTask<Movable<T>?> OpenAsync<T>(
        string what, Func<ICapture, CancellationToken, ValueTask<T?>> open, IDeparture<T>? departure, CancellationToken cancellationToken)
        where T : class, IAsyncDisposable =>
        Movable<T>.OpenAsync(
            slot, $"{slot.Id}/{what}-{Interlocked.Increment(ref opened)}", (lease, token) => open(lease.Get<ICapture>(), token), departure, cancellationToken);
}

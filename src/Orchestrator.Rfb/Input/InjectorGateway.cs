using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>
/// Calls the input plugin, always on one thread, never while the gate is shut, and lets none of its exceptions pass. An injector that fails is
/// closed and opened again, not more often than <see cref="RetryAfter"/>.
/// </summary>
internal sealed class InjectorGateway(Func<CancellationToken, ValueTask<IInputInjector>> open, IFlowGate gate, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly WorkerThread thread = new("input", ThreadPriority.AboveNormal);
    private IInputInjector? injector;
    private long? failedAt;

    public async ValueTask<InputOutcome> InjectAsync(InputEvent input, CancellationToken cancellationToken)
    {
        if (!gate.IsOpen)
            return InputOutcome.GateShut;
        if (await OpenAsync(cancellationToken).ConfigureAwait(false) is not { } target)
            return InputOutcome.Unavailable;
        var outcome = await thread.RunAsync(() => InjectHere(target, input)).ConfigureAwait(false);
        if (outcome is not null)
            return outcome.Value;
        await CloseAsync().ConfigureAwait(false);
        failedAt = time.GetTimestamp();
        return InputOutcome.Unavailable;
    }

    /// <summary>Releases every key and button, if anything was ever pressed.</summary>
    public Task ReleaseAllAsync() => QuietlyAsync(target => target.ReleaseAll());

    /// <summary>Waits until the display server took what was injected.</summary>
    public Task SettleAsync() => QuietlyAsync(target => target.Settle());

    public async ValueTask DisposeAsync()
    {
        await ReleaseAllAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
        thread.Dispose();
    }

    private InputOutcome? InjectHere(IInputInjector target, InputEvent input)
    {
        if (!gate.IsOpen)
            return InputOutcome.GateShut;
        try
        {
            return target.Inject(input) switch
            {
                InjectResult.Injected => InputOutcome.Injected,
                InjectResult.UnknownKey => InputOutcome.UnknownKey,
                InjectResult.OutOfRange => InputOutcome.OutOfRange,
                _ => null,
            };
        }
        catch (Exception)
        {
            return null;
        }
    }

    private async ValueTask<IInputInjector?> OpenAsync(CancellationToken cancellationToken)
    {
        if (injector is not null)
            return injector;
        if (failedAt is { } failed && time.GetElapsedTime(failed) < RetryAfter)
            return null;
        try
        {
            return injector ??= await open(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            failedAt = time.GetTimestamp();
            return null;
        }
    }

    private async Task QuietlyAsync(Action<IInputInjector> step)
    {
        if (injector is not { } target)
            return;
        await thread.RunAsync(() =>
        {
            try
            {
                step(target);
            }
            catch (Exception)
            {
                // The plugin failed; closing it, which follows or has begun, is all that can still be done.
            }

            return true;
        }).ConfigureAwait(false);
    }

    private async ValueTask CloseAsync()
    {
        if (Interlocked.Exchange(ref injector, null) is not { } target)
            return;
        try
        {
            await target.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // As above.
        }
    }
}

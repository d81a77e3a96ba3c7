using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>A capture plugin behind its gateway. A throw is how it says that there is no display, so one at opening doesn't count against it.</summary>
internal sealed class GuardedCapture(ICapture plugin, PluginGateway gateway) : GuardedPlugin<ICapture>(plugin, gateway), ICapture, ISessionLockSource
{
    /// <inheritdoc />
    public async ValueTask<IScreenCapture> OpenScreenAsync(CaptureOptions options, CancellationToken cancellationToken)
    {
        var screen = await Gateway.CallAsync(
            nameof(OpenScreenAsync),
            PluginBudgets.Open,
            token => Plugin.OpenScreenAsync(options, token),
            cancellationToken,
            opened => opened is null ? "null instead of a screen" : null,
            Drop,
            forStranger: true).ConfigureAwait(false);
        return new GuardedScreen(screen, Gateway);
    }

    /// <inheritdoc />
    public async ValueTask<IInputInjector> OpenInputAsync(CancellationToken cancellationToken)
    {
        var input = await Gateway.CallAsync(
            nameof(OpenInputAsync),
            PluginBudgets.Open,
            token => Plugin.OpenInputAsync(token),
            cancellationToken,
            opened => opened is null ? "null instead of an injector" : null,
            Drop,
            forStranger: true).ConfigureAwait(false);
        return new GuardedInput(input, Gateway);
    }

    /// <inheritdoc />
    public async ValueTask<IClipboardText?> OpenClipboardAsync(CancellationToken cancellationToken)
    {
        var clipboard = await Gateway.CallAsync(
            nameof(OpenClipboardAsync), PluginBudgets.Open, token => Plugin.OpenClipboardAsync(token), cancellationToken, discard: Drop, forStranger: true).ConfigureAwait(false);
        return clipboard is null ? null : new GuardedClipboard(clipboard, Gateway);
    }

    /// <summary>Null also where the plugin knows nothing of locks.</summary>
    public async ValueTask<ISessionLock?> OpenSessionLockAsync(CancellationToken cancellationToken)
    {
        if (Plugin is not ISessionLockSource source)
            return null;
        var watch = await Gateway.CallAsync(
            nameof(OpenSessionLockAsync), PluginBudgets.Open, token => source.OpenSessionLockAsync(token), cancellationToken, discard: Drop, forStranger: true).ConfigureAwait(false);
        return watch is null ? null : new GuardedSessionLock(watch, Gateway);
    }

    private static void Drop(IAsyncDisposable? late) => _ = late?.DisposeAsync().AsTask();
}

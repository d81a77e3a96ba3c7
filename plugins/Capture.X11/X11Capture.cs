using Orchestrator.Abstractions;
using Orchestrator.Plugins.Capture.X11.Clipboard;
using Orchestrator.Plugins.Capture.X11.Connection;
using Orchestrator.Plugins.Capture.X11.Input;
using Orchestrator.Plugins.Capture.X11.Presence;
using Orchestrator.Plugins.Capture.X11.Screen;

namespace Orchestrator.Plugins.Capture.X11;

/// <summary>
/// Screen, input and clipboard of an X display, over XCB (Xlib would end the whole process with the X server). Each opened
/// object has its own connection: <c>Screen/</c> reads the picture through shared memory and waits for damage,
/// <c>Input/</c> plays keys and the pointer through XTest, <c>Clipboard/</c> owns and reads the CLIPBOARD selection, <c>Presence/</c> sees the screen saver.
/// </summary>
/// <remarks>Settings: <c>{"display": ":5"}</c>; without, the DISPLAY variable counts.</remarks>
public sealed class X11Capture : ICapture, ISessionLockSource
{
    private X11Settings settings = X11Settings.Default;
    private PluginContext? context;
    private volatile bool disposed;

    /// <summary>Parses the settings and connects once; throws a sentence for people when the display can't be used.</summary>
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        cancellationToken.ThrowIfCancellationRequested();
        settings = X11Settings.Parse(context.Settings);
        this.context = context;
        using var link = Open(cancellationToken);
        return link.Setup.HasBgrxPixels
            ? ValueTask.CompletedTask
            : throw new NotSupportedException("The X display doesn't use 24-bit colour with 32 bits a pixel. Set its depth to 24.");
    }

    /// <inheritdoc />
    public ValueTask<IScreenCapture> OpenScreenAsync(CaptureOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ValueTask.FromResult<IScreenCapture>(new X11Screen(Open(cancellationToken), options, Started()));
    }

    /// <inheritdoc />
    public ValueTask<IInputInjector> OpenInputAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IInputInjector>(X11Input.Open(Open(cancellationToken), Started().Time));

    /// <inheritdoc />
    public ValueTask<IClipboardText?> OpenClipboardAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IClipboardText?>(new X11Clipboard(Open(cancellationToken), Started().Time));

    /// <inheritdoc />
    public ValueTask<ISessionLock?> OpenSessionLockAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<ISessionLock?>(X11SessionLock.Open(Open(cancellationToken), Started().Time));

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        disposed = true;
        return ValueTask.CompletedTask;
    }

    private XLink Open(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(disposed, this);
        return XLink.Open(settings.Display, Started().Time);
    }

    private PluginContext Started() =>
        context ?? throw new InvalidOperationException("The X11 screen was opened before it was started.");
}

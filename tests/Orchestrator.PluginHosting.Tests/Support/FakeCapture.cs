using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting.Tests.Support;

/// <summary>A capture plugin that does what a test says, and remembers what it was told.</summary>
internal sealed class FakeCapture : ICapture, ISelfTest, ISessionLockSource
{
    private readonly TaskCompletionSource disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int disposals;

    public SelfTestResult SelfTest { get; set; } = new(true);

    public Action OnStart { get; set; } = () => { };

    public Func<IScreenCapture> OnOpenScreen { get; set; } = () => new FakeScreen();

    public FakeInput Input { get; } = new();

    public FakeClipboard Clipboard { get; } = new();

    public FakeLock Lock { get; } = new();

    public string Settings { get; private set; } = "";

    public int Disposals => Volatile.Read(ref disposals);

    public Task Disposed => disposed.Task;

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken)
    {
        Settings = System.Text.Encoding.UTF8.GetString(context.Settings.Span);
        OnStart();
        return ValueTask.CompletedTask;
    }

    public ValueTask<SelfTestResult> TestAsync(CancellationToken cancellationToken) => ValueTask.FromResult(SelfTest);

    public ValueTask<IScreenCapture> OpenScreenAsync(CaptureOptions options, CancellationToken cancellationToken) => ValueTask.FromResult(OnOpenScreen());

    public ValueTask<IInputInjector> OpenInputAsync(CancellationToken cancellationToken)
    {
        Input.WasOpened.TrySetResult();
        return ValueTask.FromResult<IInputInjector>(Input);
    }

    public ValueTask<IClipboardText?> OpenClipboardAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IClipboardText?>(Clipboard);

    public ValueTask<ISessionLock?> OpenSessionLockAsync(CancellationToken cancellationToken) => ValueTask.FromResult<ISessionLock?>(Lock);

    public ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref disposals);
        disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }
}

/// <summary>What can be waited for until it is disposed.</summary>
internal abstract class FakeOpened : IAsyncDisposable
{
    private readonly TaskCompletionSource disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Disposed => disposed.Task;

    public ValueTask DisposeAsync()
    {
        disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }
}

internal sealed class FakeScreen : FakeOpened, IScreenCapture
{
    public int Version { get; set; } = 1;

    public int Width { get; init; } = 4;

    public int Captures { get; private set; }

    public Func<CancellationToken, ValueTask<CaptureResult>>? OnCapture { get; set; }

    public Func<bool> IsBroken { get; init; } = () => false;

    public ScreenLayout Layout => IsBroken() ? throw new IOException("broken") : new(Version, Width, 2, [new Abstractions.Monitor(1, new PixelRect(0, 0, Width, 2))]);

    public ValueTask<CaptureResult> CaptureAsync(Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        Captures++;
        return OnCapture?.Invoke(cancellationToken) ?? ValueTask.FromResult(new CaptureResult(CaptureStatus.Changed, Version, -1));
    }

    public ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken) => ValueTask.FromResult(default(CursorResult));
}

internal sealed class FakeInput : FakeOpened, IInputInjector
{
    private readonly List<string> seen = [];

    public TaskCompletionSource WasOpened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> Seen
    {
        get
        {
            lock (seen)
                return [.. seen];
        }
    }

    public InjectResult Inject(in InputEvent input)
    {
        Note(input.Kind == InputKind.Key ? $"{(char)input.Keysym}{(input.Down ? '+' : '-')}" : $"buttons {input.Buttons}");
        return InjectResult.Injected;
    }

    public void ReleaseAll() => Note("release all");

    public void Settle() => Note("settle");

    private void Note(string what)
    {
        lock (seen)
            seen.Add(what);
    }
}

internal sealed class FakeClipboard : FakeOpened, IClipboardText
{
    public string? Text { get; set; }

    public ValueTask<string?> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Text);

    public ValueTask<bool> WriteAsync(string text, CancellationToken cancellationToken)
    {
        Text = text;
        return ValueTask.FromResult(true);
    }
}

internal sealed class FakeLock : FakeOpened, ISessionLock
{
    public SessionLockState State { get; set; }

    public ValueTask<SessionLockState> WaitAsync(SessionLockState known, TimeSpan maxWait, CancellationToken cancellationToken) => ValueTask.FromResult(State);
}

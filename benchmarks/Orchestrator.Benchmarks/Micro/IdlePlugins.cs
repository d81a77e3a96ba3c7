using Orchestrator.Abstractions;

namespace Orchestrator.Benchmarks.Micro;

/// <summary>A screen on which nothing changes, and input that goes nowhere.</summary>
internal sealed class IdleCapture : ICapture, IScreenCapture, IInputInjector
{
    public ScreenLayout Layout { get; } = new(1, 1, 1, [new Abstractions.Monitor(1, new PixelRect(0, 0, 1, 1))]);

    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<IScreenCapture> OpenScreenAsync(CaptureOptions options, CancellationToken cancellationToken) => ValueTask.FromResult<IScreenCapture>(this);

    public ValueTask<IInputInjector> OpenInputAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IInputInjector>(this);

    public ValueTask<IClipboardText?> OpenClipboardAsync(CancellationToken cancellationToken) => default;

    public ValueTask<CaptureResult> CaptureAsync(Memory<byte> frame, int stride, Memory<PixelRect> damage, TimeSpan maxWait, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new CaptureResult(CaptureStatus.Unchanged, 1, 0));

    public ValueTask<CursorResult> ReadCursorAsync(Memory<byte> bgra, CancellationToken cancellationToken) => default;

    public InjectResult Inject(in InputEvent input) => InjectResult.Injected;

    public void ReleaseAll()
    {
    }

    public void Settle()
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>A sink that has everything at once.</summary>
internal sealed class IdleSink : IAuditSink
{
    public ValueTask StartAsync(PluginContext context, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<long> OpenAsync(string logId, CancellationToken cancellationToken) => ValueTask.FromResult(0L);

    public ValueTask<long> AppendAsync(string logId, ReadOnlyMemory<AuditEntry> entries, CancellationToken cancellationToken) => ValueTask.FromResult(entries.Span[^1].Sequence + 1);

    public ValueTask PutCheckpointAsync(string logId, ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

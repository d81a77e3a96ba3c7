using BenchmarkDotNet.Attributes;
using Orchestrator.Abstractions;
using Orchestrator.PluginHosting;

namespace Orchestrator.Benchmarks.Micro;

/// <summary>
/// What the boundary of a plugin costs when it does nothing: the same call to the plugin itself, and through everything that stands before it (stand-in that
/// moves, gateway with budget and circuit, meter).
/// </summary>
[MemoryDiagnoser]
public class BoundarySteps : IAsyncDisposable
{
    private const string Capture = "capture.idle";
    private const string Audit = "audit.idle";

    private readonly IdleCapture _directCapture = new();
    private readonly IdleSink _directSink = new();
    private readonly AuditEntry[] _batch = [new(0, new byte[200])];
    private readonly PixelRect[] _damage = new PixelRect[16];
    private PluginSlots _slots = null!;
    private PluginLease _lease = null!;
    private IScreenCapture _screen = null!;
    private IInputInjector _input = null!;
    private IAuditSink _sink = null!;

    [GlobalSetup]
    public async Task Open()
    {
        var source = new CompiledInPluginSource(
            new CompiledInPlugin(PluginManifest.CompiledIn(Capture, PluginKind.Capture, new Version(1, 0, 0)), () => new IdleCapture()),
            new CompiledInPlugin(PluginManifest.CompiledIn(Audit, PluginKind.Audit, new Version(1, 0, 0)), () => new IdleSink()));
        _slots = new PluginSlots(new PluginSlotsOptions { Catalog = () => PluginCatalog.Read(PluginHostKind.Testbed, source), Time = TimeProvider.System });
        await _slots.ActivateAsync(Capture, null, null, CancellationToken.None);
        await _slots.ActivateAsync(Audit, null, null, CancellationToken.None);
        _screen = await _slots.Capture(Capture)!.OpenScreenAsync(new CaptureOptions(), CancellationToken.None);
        _input = await _slots.Capture(Capture)!.OpenInputAsync(CancellationToken.None);
        _lease = _slots.Find(Audit)!.Lease();
        _sink = _lease.Get<IAuditSink>();
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await _screen.DisposeAsync();
        await _input.DisposeAsync();
        _lease.Dispose();
        await _slots.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Description = "capture, direct")]
    public async Task<CaptureStatus> CaptureDirect() => (await _directCapture.CaptureAsync(default, 0, _damage, TimeSpan.Zero, CancellationToken.None)).Status;

    [Benchmark(Description = "capture, through the boundary")]
    public async Task<CaptureStatus> CaptureThrough() => (await _screen.CaptureAsync(default, 0, _damage, TimeSpan.Zero, CancellationToken.None)).Status;

    [Benchmark(Description = "append, direct")]
    public async Task<long> AppendDirect() => await _directSink.AppendAsync("log", _batch, CancellationToken.None);

    [Benchmark(Description = "append, through the boundary")]
    public async Task<long> AppendThrough() => await _sink.AppendAsync("log", _batch, CancellationToken.None);

    [Benchmark(Description = "input event, direct")]
    public InjectResult InjectDirect() => _directCapture.Inject(InputEvent.Pointer(1, 1, 0));

    [Benchmark(Description = "input event, through the boundary")]
    public InjectResult InjectThrough() => _input.Inject(InputEvent.Pointer(1, 1, 0));
}

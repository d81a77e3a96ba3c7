using System.Buffers;
using BenchmarkDotNet.Attributes;
using Orchestrator.Abstractions;
using Orchestrator.Rfb;
using Orchestrator.Testbed.Instrument;

namespace Orchestrator.Benchmarks.Micro;

/// <summary>The steps of one update of a 1920×1080 screen that shows the simulated instrument.</summary>
[MemoryDiagnoser]
public class ScreenSteps : IDisposable
{
    private readonly Framebuffer _shown = new(1920, 1080);
    private readonly Framebuffer _current = new(1920, 1080);
    private readonly ArrayBufferWriter<byte> _output = new(16 << 20);
    private readonly RectangleEncoder _encoder = new(PixelFormat.Bgrx);
    private readonly UpdatePlan _plan = new(1920, 1080);

    [GlobalSetup]
    public void Draw()
    {
        var folder = Directory.CreateTempSubdirectory("orchestrator-micro-");
        using var instrument = new SimulatedInstrument(new InstrumentOptions { HomeDirectory = folder.FullName });
        instrument.Screen.CopyTo(_current.Memory, _current.Stride);
        _shown.CopyFrom(_current, _current.Area);
        folder.Delete(recursive: true);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _encoder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Description = "find what differs, nothing does")]
    public bool FindNothing()
    {
        _plan.Plan(_shown, _current, [_current.Area], mayCopy: true);
        return _plan.IsEmpty;
    }

    [Benchmark(Description = "encode the whole picture, ZRLE")]
    public int EncodeAll()
    {
        _output.ResetWrittenCount();
        _plan.PlanAll(_shown, _current);
        foreach (var area in _plan.Pixels)
        {
            _encoder.WritePixels(_output, _current, area, ScreenEncodings.Zrle);
        }

        return _output.WrittenCount;
    }

    [Benchmark(Description = "encode one tile, ZRLE")]
    public int EncodeTile()
    {
        _output.ResetWrittenCount();
        _encoder.WritePixels(_output, _current, new PixelRect(640, 384, 64, 64), ScreenEncodings.Zrle);
        return _output.WrittenCount;
    }
}

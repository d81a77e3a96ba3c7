using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Benchmarks.Roles;
using Orchestrator.Benchmarks.Stage;

namespace Orchestrator.Benchmarks.Sessions;

/// <summary>From the start of the process until the operator can read the number. An RSA-3072 key is made on the way, which takes a different time each time.</summary>
internal sealed class StartBenchmark : IBenchmark
{
    public string Name => "start";

    public string Question => "Start of QuickSupport to number shown.";

    public async Task RunAsync(BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var vendor = await Vendor.StartAsync(cancellationToken);
        var (elapsed, processor) = (new Samples(), new Samples());
        for (var i = 0; i < options.Count; i++)
        {
            await using var instrument = await InstrumentProcess.StartAsync(vendor, ScreenKind.Still, cancellationToken);
            elapsed.Add(instrument.StartTime);
            processor.Add(CpuMeter.SinceStart(instrument.Id));
        }

        report.Add(new Figure("process start to number and PIN", elapsed.Median, "ms", Machine.Load, elapsed.Spread));
        report.Add(new Figure("processor time until then", processor.Median, "CPU ms", Machine.Load, processor.Spread));
    }
}

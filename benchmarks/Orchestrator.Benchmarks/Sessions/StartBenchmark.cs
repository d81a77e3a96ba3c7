using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Benchmarks.Stage;

namespace Orchestrator.Benchmarks.Sessions;

/// <summary>From the start of the process until the operator can read the number. An RSA-3072 key is made on the way, which takes a different time each time.</summary>
internal sealed class StartBenchmark : IBenchmark
{
    public string Name => "start";

    public string Question => "Start of QuickSupport to number shown.";

    public async Task RunAsync(BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        if (!TerminalQuickSupport.IsPossible)
        {
            report.LeftOut("QuickSupport on a terminal", "it needs the program script for a pseudo-terminal");
            return;
        }

        await using var vendor = await Vendor.StartAsync(cancellationToken);
        var (elapsed, processor) = (new Samples(), new Samples());
        for (var i = 0; i < options.Count; i++)
        {
            await using var program = await TerminalQuickSupport.StartAsync(vendor, options.QuickSupport, cancellationToken);
            elapsed.Add(program.StartTime);
            processor.Add(program.ProcessorMilliseconds);
        }

        report.Add(new Figure("process start to number on the terminal", elapsed.Median, "ms", Machine.Load, elapsed.Spread));
        report.Add(new Figure("processor time until then", processor.Median, "CPU ms", Machine.Load, processor.Spread));
    }
}

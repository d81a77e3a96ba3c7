using System.Diagnostics;
using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Benchmarks.Roles;
using Orchestrator.Benchmarks.Stage;
using Orchestrator.Domain;

namespace Orchestrator.Benchmarks.Sessions;

/// <summary>From input given to the console until the pixels that it changed are in the console's shadow. The screen answers a press at once.</summary>
internal sealed class ClickBenchmark : IBenchmark
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "click";

    public string Question => "Click to pixels: input given to the console until the changed pixels are in its shadow.";

    public async Task RunAsync(BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var vendor = await Vendor.StartAsync(cancellationToken);
        await using var support = await SupportCase.OpenAsync(vendor, ScreenKind.Clickable, cancellationToken);
        await support.ViewAsync(cancellationToken);
        await support.AskAsync(Capability.ControlInput, cancellationToken);
        var elapsed = new Samples();
        for (var i = 0; i < options.Count * 3; i++)
        {
            // A person looks before the next click: the screen is quiet again.
            await Task.Delay(Pause, cancellationToken);
            var (x, y) = (BlockSource.Block.X + 8, BlockSource.Block.Y + 8);
            var before = support.Console.Screen.PixelAt(x, y);
            var version = support.Console.Screen.State.Version;
            var since = Stopwatch.GetTimestamp();
            await support.Console.PointAsync(x, y, 1, cancellationToken);
            while (support.Console.Screen.PixelAt(x, y) == before)
            {
                version = (await support.Console.Screen.WaitForChangeAsync(version, cancellationToken).AsTask().WaitAsync(Patience, cancellationToken)).Version;
            }

            elapsed.Add(Stopwatch.GetElapsedTime(since));
            await support.Console.PointAsync(x, y, 0, cancellationToken);
        }

        report.Add(new Figure("press of a button to changed pixels", elapsed.Median, "ms", Machine.Load, elapsed.Spread));
    }
}

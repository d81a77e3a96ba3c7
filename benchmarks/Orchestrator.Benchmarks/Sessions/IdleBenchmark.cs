using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Benchmarks.Roles;
using Orchestrator.Benchmarks.Stage;

namespace Orchestrator.Benchmarks.Sessions;

/// <summary>What QuickSupport takes from the instrument's computer while nothing changes: waiting for a technician, and with an open view.</summary>
internal sealed class IdleBenchmark : IBenchmark
{
    private const double Limit = 1;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public string Name => "idle";

    public string Question => "Processor time of QuickSupport on an idle screen, in per cent of one core.";

    public async Task RunAsync(BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var vendor = await Vendor.StartAsync(cancellationToken);
        await WatchWaitingAsync(vendor, options, report, cancellationToken);
        await WatchAsync(vendor, ScreenKind.Still, "", "simulated capture", options, report, cancellationToken);
        if (OperatingSystem.IsLinux() && XDisplay.IsInstalled)
        {
            await using var display = await XDisplay.StartAsync(cancellationToken);
            await WatchAsync(vendor, ScreenKind.X11, display.Name, "X11 capture, idle Xvfb", options, report, cancellationToken);
        }
        else
        {
            report.LeftOut("X11 capture", "Xvfb isn't installed");
        }
    }

    private static async Task WatchWaitingAsync(Vendor vendor, BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        if (!TerminalQuickSupport.IsPossible)
        {
            report.LeftOut("QuickSupport on a terminal", "it needs the program script for a pseudo-terminal");
            return;
        }

        await using var program = await TerminalQuickSupport.StartAsync(vendor, options.QuickSupport, cancellationToken);
        await Task.Delay(Settling, cancellationToken);
        using var meter = program.Meter();
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds), cancellationToken);
        report.Add(new Figure("QuickSupport on its terminal, waiting for a technician", meter.Percent, "% of a core", Machine.Load, $"{options.Seconds} s", Limit));
    }

    private static async Task WatchAsync(Vendor vendor, ScreenKind screen, string display, string name, BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var support = await SupportCase.OpenAsync(vendor, screen, cancellationToken, display);
        await support.ViewAsync(cancellationToken);
        await Task.Delay(Settling, cancellationToken);
        var before = await support.Instrument.CountAsync(cancellationToken);
        using var instrument = support.Instrument.Meter();
        using var broker = vendor.Broker.Meter();
        using var console = CpuMeter.Own();
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds), cancellationToken);
        var (load, percent) = (Machine.Load, instrument.Percent);
        report.Add(new Figure($"broker, one such session ({name})", broker.Percent, "% of a core", load));
        report.Add(new Figure($"console ({name})", console.Percent, "% of a core", load));
        var after = await support.Instrument.CountAsync(cancellationToken);
        report.Add(new Figure(
            $"QuickSupport, view open ({name})",
            percent,
            "% of a core",
            load,
            $"{options.Seconds} s, {after.CaptureCalls - before.CaptureCalls} calls of the plugin, {after.Frames - before.Frames} pictures, {(after.Allocated - before.Allocated) / 1024 / options.Seconds} KB/s allocated",
            Limit));
    }
}

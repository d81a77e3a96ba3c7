using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Benchmarks.Roles;
using Orchestrator.Benchmarks.Stage;
using Orchestrator.Broker.Evidence;
using Orchestrator.Domain;

namespace Orchestrator.Benchmarks.Sessions;

/// <summary>
/// A minute as a technician spends it: looks at the error, moves the pointer, clicks Retry, watches the arm work at its real pace, writes a note,
/// watches on. The same script each time; ends after sixty seconds.
/// </summary>
internal sealed class MinuteBenchmark : IBenchmark
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    public string Name => "minute";

    public string Question => "Bytes and processor time to show a scripted minute of the simulated instrument at 1920x1080 with ZRLE.";

    public async Task RunAsync(BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var vendor = await Vendor.StartAsync(cancellationToken);
        await using var support = await SupportCase.OpenAsync(vendor, ScreenKind.Instrument, cancellationToken);
        await support.AskAsync(Capability.ControlInput, cancellationToken);
        var before = await support.Instrument.CountAsync(cancellationToken);
        using var instrument = support.Instrument.Meter();
        using var broker = vendor.Broker.Meter();
        using var console = CpuMeter.Own();
        using var end = new CancellationTokenSource(Minute);
        await support.ViewAsync(cancellationToken);
        await PlayAsync(support, cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var (load, instrumentSeconds, brokerSeconds, consoleSeconds) = (Machine.Load, instrument.Seconds, broker.Seconds, console.Seconds);
        var after = await support.Instrument.CountAsync(cancellationToken);
        SessionNumber.TryParse(support.Instrument.Number, out var session);
        await support.Console.EndAsync("over", cancellationToken);
        var evidence = await BrokerEvidence.OpenAsync(vendor.Setup.DataFolder, cancellationToken);
        var meters = evidence.Observed(session).Meters;
        var drawing = after.DrawingSeconds - before.DrawingSeconds;
        report.Add(new Figure("bytes to the console, records included", meters.Sum(m => m.BytesFromInstrument) / 1e6, "MB", load, $"{after.Frames - before.Frames} pictures taken"));
        report.Add(new Figure("bytes to the instrument", meters.Sum(m => m.BytesToInstrument) / 1e3, "kB", load));
        report.Add(new Figure("QuickSupport, without the simulated screen's drawing", instrumentSeconds - drawing, "CPU s", load, $"{after.Allocated - before.Allocated >> 20} MB allocated"));
        report.Add(new Figure("  drawing the simulated screen", drawing, "CPU s", load));
        report.Add(new Figure("broker", brokerSeconds, "CPU s", load));
        report.Add(new Figure("console", consoleSeconds, "CPU s", load, "with the benchmark itself"));
    }

    private static async Task PlayAsync(SupportCase support, CancellationToken cancellationToken)
    {
        var console = support.Console;
        await PauseAsync(3, cancellationToken);
        await MoveAsync(support, 400, 300, 1110, 640, cancellationToken);
        var places = InstrumentPlaces.For1080;
        await console.ClickAsync(places.Retry.X, places.Retry.Y, cancellationToken);
        await PauseAsync(15, cancellationToken);
        await MoveAsync(support, 1110, 640, places.Notes.X, places.Notes.Y, cancellationToken);
        await console.ClickAsync(places.Notes.X, places.Notes.Y, cancellationToken);
        foreach (var letter in "tube refilled at ten past nine, run goes on")
        {
            await console.TypeAsync(letter.ToString(), cancellationToken);
            await Task.Delay(150, cancellationToken);
        }
    }

    private static async Task MoveAsync(SupportCase support, int fromX, int fromY, int toX, int toY, CancellationToken cancellationToken)
    {
        const int Steps = 60;
        for (var step = 0; step <= Steps; step++)
        {
            await support.Console.PointAsync(fromX + ((toX - fromX) * step / Steps), fromY + ((toY - fromY) * step / Steps), 0, cancellationToken);
            await Task.Delay(16, cancellationToken);
        }
    }

    private static Task PauseAsync(int seconds, CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromSeconds(seconds), cancellationToken);
}

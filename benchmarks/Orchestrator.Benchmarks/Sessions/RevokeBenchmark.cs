using System.Diagnostics;
using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Benchmarks.Roles;
using Orchestrator.Benchmarks.Stage;
using Orchestrator.Domain;

namespace Orchestrator.Benchmarks.Sessions;

/// <summary>
/// The operator presses the stop key while the screen changes thirty times a second: until the screen is looked at no more, and until the last
/// update has come to the console. Both processes read the same monotonic clock.
/// </summary>
internal sealed class RevokeBenchmark : IBenchmark
{
    private const double Limit = 250;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(600);

    public string Name => "revoke";

    public string Question => "Revocation to cut: the operator's stop key while the screen changes thirty times a second.";

    public async Task RunAsync(BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var vendor = await Vendor.StartAsync(cancellationToken);
        await using var support = await SupportCase.OpenAsync(vendor, ScreenKind.Lively, cancellationToken);
        var (look, update, known) = (new Samples(), new Samples(), new Samples());
        for (var i = 0; i < options.Count; i++)
        {
            await support.ViewAsync(cancellationToken);
            await Task.Delay(Quiet, cancellationToken);
            var closed = ClosedAsync(support, cancellationToken);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var last = LastUpdateAsync(support, stop.Token);
            var pressed = await support.Instrument.RevokeAsync(cancellationToken);
            var told = await closed;
            await Task.Delay(Quiet, cancellationToken);
            await stop.CancelAsync();
            var counts = await support.Instrument.CountAsync(cancellationToken);
            look.Add(Later(counts.LastLook, pressed));
            update.Add(Later(await last, pressed));
            known.Add(Later(told, pressed));
        }

        report.Add(new Figure("key to last look at the screen", look.Median, "ms", Machine.Load, look.Spread, Limit));
        report.Add(new Figure("key to last update at the console", update.Median, "ms", Machine.Load, update.Spread, Limit));
        report.Add(new Figure("key until the console says so", known.Median, "ms", Machine.Load, known.Spread));
    }

    /// <summary>0 when it was before.</summary>
    private static TimeSpan Later(long at, long than) => at <= than ? TimeSpan.Zero : Stopwatch.GetElapsedTime(than, at);

    private static async Task<long> ClosedAsync(SupportCase support, CancellationToken cancellationToken)
    {
        var closed = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = support.Console.Watch(_ =>
        {
            if (support.Console.View.State.GrantOf(Capability.ViewScreen) is null)
            {
                closed.TrySetResult(Stopwatch.GetTimestamp());
            }
        });
        return await closed.Task.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);
    }

    private static async Task<long> LastUpdateAsync(SupportCase support, CancellationToken cancellationToken)
    {
        long last = 0;
        var version = support.Console.Screen.State.Version;
        try
        {
            while (true)
            {
                version = (await support.Console.Screen.WaitForChangeAsync(version, cancellationToken)).Version;
                last = Stopwatch.GetTimestamp();
            }
        }
        catch (OperationCanceledException)
        {
            return last;
        }
    }
}

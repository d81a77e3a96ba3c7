using System.Diagnostics;
using Orchestrator.Benchmarks.Baselines;
using Orchestrator.Benchmarks.Measuring;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Benchmarks.Roles;
using Orchestrator.Benchmarks.Stage;
using Orchestrator.Domain;

namespace Orchestrator.Benchmarks.Sessions;

/// <summary>From sign-in to the first whole picture of a 1920×1080 screen, in its parts. People answer at once, so what is left is the machine's.</summary>
internal sealed class FirstFrameBenchmark : IBenchmark
{
    public string Name => "first-frame";

    public string Question => "Sign-in to first frame over loopback: real broker, real console library, 1920x1080 simulated instrument.";

    public async Task RunAsync(BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        await using var vendor = await Vendor.StartAsync(cancellationToken);
        var (signIn, connect, open, grant, picture, all) = (new Samples(), new Samples(), new Samples(), new Samples(), new Samples(), new Samples());
        using var broker = vendor.Broker.Meter();
        for (var i = 0; i < options.Count; i++)
        {
            await using var support = await SupportCase.OpenAsync(vendor, ScreenKind.Instrument, cancellationToken);
            var since = Stopwatch.GetTimestamp();
            await support.AskAsync(Capability.ViewScreen, cancellationToken);
            var granted = Stopwatch.GetElapsedTime(since);
            await support.Console.PictureAsync(cancellationToken);
            var seen = Stopwatch.GetElapsedTime(since);
            signIn.Add(support.SignIn);
            connect.Add(support.Connect);
            open.Add(support.Open);
            grant.Add(granted);
            picture.Add(seen - granted);
            all.Add(support.SignIn + support.Connect + support.Open + seen);
        }

        var load = Machine.Load;
        report.Add(new Figure("sign-in to first frame", all.Median, "ms", load, all.Spread));
        report.Add(new Figure("  of it sign-in (password hash, certificate)", signIn.Median, "ms", load, signIn.Spread));
        report.Add(new Figure("  of it admission and both handshakes", connect.Median, "ms", load, connect.Spread));
        report.Add(new Figure("  of it PIN and digits until open", open.Median, "ms", load, open.Spread));
        report.Add(new Figure("  of it ask, grant, channel", grant.Median, "ms", load, grant.Spread));
        report.Add(new Figure("  of it channel to first picture", picture.Median, "ms", load, picture.Spread) { Peer = await VncFirstFrame.MeasureAsync(options.Count, report, cancellationToken) });
        report.Add(new Figure("broker's processor time a session", broker.Seconds / options.Count, "CPU s", load));
    }
}

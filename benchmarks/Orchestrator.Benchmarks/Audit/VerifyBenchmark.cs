using System.Diagnostics;
using Orchestrator.Audit.Verification;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Benchmarks.Stage;

namespace Orchestrator.Benchmarks.Audit;

/// <summary>A million records verified by the auditor's own code: time and memory.</summary>
internal sealed class VerifyBenchmark : IBenchmark
{
    private const int Records = 1_000_000;

    public string Name => "audit-verify";

    public string Question => "How long does a log of a million records take to verify, and how much memory?";

    public async Task RunAsync(BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        using var stage = new AuditStage();
        var folder = await stage.FillAsync("million", Records);
        using var process = Process.GetCurrentProcess();
        GC.Collect();
        var peak = 0L;
        using var stop = new CancellationTokenSource();
        var watch = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    process.Refresh();
                    peak = Math.Max(peak, process.WorkingSet64);
                    await Task.Delay(50, CancellationToken.None);
                }
            },
            cancellationToken);
        var since = Stopwatch.GetTimestamp();
        var report1 = LogVerifier.Verify(new LogVerification { Folder = folder.Path, Key = stage.Signer.Key });
        var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
        await stop.CancelAsync();
        await watch;
        if (report1.Records != Records || report1.Findings.Any(f => f.Severity == FindingSeverity.Error))
            throw new BenchmarkException($"The log didn't verify: {string.Join("; ", report1.Findings.Select(f => f.Sentence))}");
        report.Add(new Figure("verify 1,000,000 records", seconds, "s", Machine.Load, $"{new FileInfo(folder.Records).Length / 1_000_000} MB of lines", 20));
        report.Add(new Figure("its peak memory", peak / 1e6, "MB", Machine.Load, "working set of the benchmark's process", 300));
    }
}

using System.Diagnostics;
using Orchestrator.Audit.Log;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Benchmarks.Stage;

namespace Orchestrator.Benchmarks.Audit;

/// <summary>Appends that are durable when they are answered, beside a bare loop that writes and flushes the same lines on the same disk in the same run.</summary>
internal sealed class AppendBenchmark : IBenchmark
{
    private const double Seconds = 3;

    public string Name => "audit-append";

    public string Question => "How many durable records a second does the log take, beside a bare loop of write and flush?";

    public async Task RunAsync(BenchmarkOptions options, Report report, CancellationToken cancellationToken)
    {
        foreach (var (writers, target) in new[] { (1, 0.8), (32, 0.5) })
        {
            var ours = new List<double>();
            var bare = new List<double>();

            // One after the other and again: a disk's speed changes while others use it.
            for (var round = 0; round < Math.Clamp(options.Count / 2, 3, 20); round++)
            {
                using var stage = new AuditStage();
                bare.Add(Bare(stage.At("bare"), writers));
                ours.Add(await OursAsync(stage, writers, cancellationToken));
            }

            var (own, raw) = (Median(ours), Median(bare));
            report.Add(new Figure($"append, {writers} writers (median of {ours.Count})", own, "records/s", Machine.Load, $"ratio to be at least {target}, at least 2,000 records/s with batching")
            {
                Peer = new Peer($"write and flush of {writers} lines at once", raw),
            });
        }
    }

    private static async Task<double> OursAsync(AuditStage stage, int writers, CancellationToken cancellationToken)
    {
        await using var log = await RecordLog.OpenAsync(stage.Options("ours"), AuditStage.Context, AuditStage.Self, cancellationToken);
        await log.AppendAsync(AuditStage.Body, cancellationToken: cancellationToken);
        var (before, since) = (log.Log.Size, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(
            async () =>
            {
                while (Stopwatch.GetElapsedTime(since).TotalSeconds < Seconds)
                {
                    if (!(await log.AppendAsync(AuditStage.Body, cancellationToken: cancellationToken)).IsDurable)
                        throw new BenchmarkException("The log refused a record.");
                }
            },
            cancellationToken)));
        return (log.Log.Size - before) / Stopwatch.GetElapsedTime(since).TotalSeconds;
    }

    private static double Bare(string path, int group)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        byte[] line = [.. AuditStage.Line(1_000_000), (byte)'\n'];
        byte[] lines = [.. Enumerable.Repeat(line, group).SelectMany(one => one)];
        var (count, since) = (0L, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(since).TotalSeconds < Seconds)
        {
            file.Write(lines);
            file.Flush(flushToDisk: true);
            count += group;
        }

        return count / Stopwatch.GetElapsedTime(since).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

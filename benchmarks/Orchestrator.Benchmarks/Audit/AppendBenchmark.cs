using System.Diagnostics;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Merkle;
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
            var making = new List<double>();

            // One after the other and again: a disk's speed changes while others use it.
            for (var round = 0; round < Math.Clamp(options.Count / 2, 3, 20); round++)
            {
                using var stage = new AuditStage();
                bare.Add(Bare(stage.At("bare"), writers, makes: false));
                making.Add(Bare(stage.At("making"), writers, makes: true));
                ours.Add(await OursAsync(stage, writers, cancellationToken));
            }

            // What the log adds is seen beside the second loop: a disk that has to wait between two flushes is slower than one that hasn't.
            var (own, raw, made) = (Median(ours), Median(bare), Median(making));
            report.Add(new Figure($"append, {writers} writers (median of {ours.Count})", own, "records/s", Machine.Load, $"ratio to be at least {target}, at least 2,000 records/s with batching")
            {
                Peer = new Peer($"write and flush of {writers} lines at once", raw),
            });
            report.Add(new Figure($"the same, {writers} writers", own, "records/s", Machine.Load, "the second loop is as bare, but makes its records and hashes them, one after the other")
            {
                Peer = new Peer($"make, hash, write and flush of {writers} lines at once", made),
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

    private static double Bare(string path, int group, bool makes)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var lines = Lines(0, group);
        var (count, since) = (0L, Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(since).TotalSeconds < Seconds)
        {
            if (makes)
                lines = Lines(count, group);
            file.Write(lines);
            file.Flush(flushToDisk: true);
            count += group;
        }

        return count / Stopwatch.GetElapsedTime(since).TotalSeconds;
    }

    private static byte[] Lines(long first, int count)
    {
        var lines = new List<byte>(count * 1024);
        for (var i = 0; i < count; i++)
        {
            var line = AuditStage.Line(first + i);
            MerkleHasher.Leaf(line);
            lines.AddRange(line);
            lines.Add((byte)'\n');
        }

        return [.. lines];
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

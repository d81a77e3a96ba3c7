using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Orchestrator.Benchmarks.Micro;

/// <summary>Runs the benchmarks of single steps in this process: no further build, and nothing is downloaded.</summary>
internal static class MicroBenchmarks
{
    /// <param name="filter">Which ones, by their full names with stars.</param>
    public static int Run(string filter)
    {
        var config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddFilter(new GlobFilter([filter]))
            .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"));
        BenchmarkRunner.Run([typeof(ScreenSteps), typeof(RecordSteps), typeof(BoundarySteps)], config);
        return 0;
    }
}

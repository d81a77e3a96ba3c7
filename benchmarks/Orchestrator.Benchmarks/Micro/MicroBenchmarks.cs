using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Orchestrator.Benchmarks.Micro;

/// <summary>Runs the benchmarks of single steps in this process: no further build, and nothing is downloaded.</summary>
internal static class MicroBenchmarks
{
    public static int Run()
    {
        var config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"));
        BenchmarkRunner.Run([typeof(ScreenSteps), typeof(RecordSteps)], config);
        return 0;
    }
}

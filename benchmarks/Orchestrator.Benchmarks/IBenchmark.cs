using Orchestrator.Benchmarks.Reporting;

namespace Orchestrator.Benchmarks;

/// <summary>One question about speed or memory, answered on the whole system.</summary>
internal interface IBenchmark
{
    /// <summary>The command's name.</summary>
    string Name { get; }

    /// <summary>What is asked.</summary>
    string Question { get; }

    /// <summary>Measures and reports.</summary>
    Task RunAsync(BenchmarkOptions options, Report report, CancellationToken cancellationToken);
}

/// <summary>What the commands have in common.</summary>
/// <param name="Count">How often what is quick is repeated.</param>
/// <param name="Seconds">How long what is watched is watched.</param>
/// <param name="QuickSupport">The executable that is started on a terminal.</param>
internal sealed record BenchmarkOptions(int Count, int Seconds, string QuickSupport);

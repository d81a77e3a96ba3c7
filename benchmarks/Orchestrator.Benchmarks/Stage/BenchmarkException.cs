namespace Orchestrator.Benchmarks.Stage;

/// <summary>A benchmark can't be run; the sentence says why.</summary>
internal sealed class BenchmarkException(string sentence) : Exception(sentence);

namespace Orchestrator.Testbed.Runner.Demo;

/// <summary>A check of the demonstration that didn't hold.</summary>
/// <param name="Check">Its stable name.</param>
/// <param name="Sentence">What was expected and what was found.</param>
internal sealed record DemoFailure(string Check, string Sentence);

namespace Orchestrator.Testbed.Runner.Demo;

/// <summary>How the demonstration runs.</summary>
/// <param name="Seed">Changes deck, file contents and the place of the error.</param>
/// <param name="Output">Folder for timeline, screenshots and logs.</param>
/// <param name="Proxy">Proxy that both ends go through, as scheme://[user:password@]host:port; null: none.</param>
/// <param name="Sabotage">What to break.</param>
internal sealed record DemoOptions(int Seed, string Output, Uri? Proxy, Sabotage Sabotage);

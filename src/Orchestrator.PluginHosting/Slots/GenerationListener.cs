namespace Orchestrator.PluginHosting;

/// <summary>Who is told what becomes of generations. Called from any thread; none of it may block.</summary>
/// <param name="Unused">A drained one has no user any more.</param>
/// <param name="Failed">Its circuit opened.</param>
/// <param name="Recovered">Its circuit closed again.</param>
/// <param name="Remains">One that couldn't be opened was ended; something of it may stay in memory.</param>
internal sealed record GenerationListener(
    Action<PluginGeneration> Unused, Action<GenerationId, PluginFault> Failed, Action<GenerationId> Recovered, Action<GenerationId, PluginScope> Remains);

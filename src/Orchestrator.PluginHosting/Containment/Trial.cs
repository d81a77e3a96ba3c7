namespace Orchestrator.PluginHosting;

/// <summary>The one call that an open circuit lets through. Only it decides what becomes of the circuit: calls that began before may still end in between.</summary>
internal sealed class Trial;

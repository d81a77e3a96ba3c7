namespace Orchestrator.PluginHosting;

/// <summary>A program that loads plugins.</summary>
public enum PluginHostKind
{
    /// <summary>The operator's program.</summary>
    QuickSupport,

    /// <summary>The vendor's server.</summary>
    Broker,

    /// <summary>The technician's program.</summary>
    Console,

    /// <summary>The simulated instrument PC and its network.</summary>
    Testbed,
}

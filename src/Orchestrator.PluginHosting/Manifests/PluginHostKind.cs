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

/// <summary>The words for them.</summary>
public static class PluginHostKinds
{
    /// <summary>The word in a manifest.</summary>
    public static string Word(this PluginHostKind host) => host switch
    {
        PluginHostKind.QuickSupport => "quicksupport",
        PluginHostKind.Broker => "broker",
        PluginHostKind.Console => "console",
        PluginHostKind.Testbed => "testbed",
        _ => throw new ArgumentOutOfRangeException(nameof(host)),
    };
}

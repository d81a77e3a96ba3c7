namespace Orchestrator.Domain;

/// <summary>What happened to the broker's plugins. Nothing rests on these records: they say what was seen.</summary>
public static class PluginObservations
{
    /// <summary>What each of them says.</summary>
    /// <param name="Plugin">Id; the folder where a refused one has none.</param>
    /// <param name="Version">Three numbers as text; empty where unknown.</param>
    /// <param name="Generation">Number of the generation; 0 when there is none.</param>
    /// <param name="Manifest">SHA-256 of the manifest, lower case hex; empty when compiled in.</param>
    /// <param name="Publisher">Who signed it; empty when compiled in or unsigned.</param>
    /// <param name="Sentence">For people.</param>
    /// <param name="By">Who asked for it; null when the program did it by itself.</param>
    /// <param name="LeftOut">Earlier events of this plugin that weren't recorded, because too many came in a short time.</param>
    public sealed record PluginFacts(string Plugin, string Version, int Generation, string Manifest, string Publisher, string Sentence, ActingPerson? By, int LeftOut);

    /// <summary>One of them.</summary>
    public abstract record PluginObservation(PluginFacts About) : BrokerObservation;

    /// <summary>Serves new channels from now on.</summary>
    public sealed record PluginActivated(PluginFacts About) : PluginObservation(About);

    /// <summary>Didn't become active; the one before goes on.</summary>
    public sealed record PluginRolledBack(PluginFacts About) : PluginObservation(About);

    /// <summary>Running channels were told to change over.</summary>
    public sealed record PluginMoved(PluginFacts About) : PluginObservation(About);

    /// <summary>Takes no new channels.</summary>
    public sealed record PluginDrained(PluginFacts About) : PluginObservation(About);

    /// <summary>Closed, and gone from memory.</summary>
    public sealed record PluginUnloaded(PluginFacts About) : PluginObservation(About);

    /// <summary>Isn't used.</summary>
    public sealed record PluginRefused(PluginFacts About) : PluginObservation(About);

    /// <summary>Failed while it served.</summary>
    public sealed record PluginMalfunctioning(PluginFacts About) : PluginObservation(About);

    /// <summary>Serves again after a failure.</summary>
    public sealed record PluginRestored(PluginFacts About) : PluginObservation(About);

    /// <summary>Closed, but not gone from memory.</summary>
    public sealed record PluginLeaked(PluginFacts About) : PluginObservation(About);

    /// <summary>The broker was started so that it loads plugins that nobody signed. Development builds only.</summary>
    public sealed record UnsignedPluginsAllowed(string Folder) : BrokerObservation;
}

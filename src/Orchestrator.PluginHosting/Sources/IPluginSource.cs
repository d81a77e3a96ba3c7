using System.Collections.Immutable;

namespace Orchestrator.PluginHosting;

/// <summary>A place that plugins come from.</summary>
public interface IPluginSource
{
    /// <summary>For the audit and for sentences.</summary>
    string Name { get; }

    /// <summary>What is there now. Loads no code. A plugin that can't be listed is a refusal, never a throw.</summary>
    PluginListing List();

    /// <summary>Loads the code of one listed plugin and checks it; makes no instance.</summary>
    /// <exception cref="PluginRefusedException">It isn't what its manifest says.</exception>
    PluginCode Load(PluginManifest manifest);
}

/// <summary>What a source has.</summary>
/// <param name="Plugins">Well-formed plugins, in no particular order.</param>
/// <param name="Refusals">What lies there and can't be used.</param>
public sealed record PluginListing(ImmutableArray<PluginManifest> Plugins, ImmutableArray<PluginRefusal> Refusals);

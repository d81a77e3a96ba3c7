using System.Collections.Immutable;
using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>A plugin that is part of the program, under the same contract as any other.</summary>
/// <param name="Manifest">See <see cref="PluginManifest.CompiledIn"/>.</param>
/// <param name="Create">Makes one instance for each generation.</param>
public sealed record CompiledInPlugin(PluginManifest Manifest, Func<IPlugin> Create);

/// <summary>The plugins compiled into a program: what the shipped QuickSupport uses, because it loads nothing from disk.</summary>
public sealed class CompiledInPluginSource : IPluginSource
{
    private readonly ImmutableArray<CompiledInPlugin> plugins;

    /// <summary>Takes the list; each id once.</summary>
    public CompiledInPluginSource(params IEnumerable<CompiledInPlugin> plugins)
    {
        this.plugins = [.. plugins];
        if (this.plugins.DistinctBy(plugin => plugin.Manifest.Id).Count() != this.plugins.Length)
            throw new ArgumentException("Two compiled-in plugins have the same id.", nameof(plugins));
    }

    /// <inheritdoc />
    public string Name => "compiled in";

    /// <inheritdoc />
    public PluginListing List() => new([.. plugins.Select(plugin => plugin.Manifest)], []);

    /// <inheritdoc />
    public PluginCode Load(PluginManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return plugins.FirstOrDefault(plugin => plugin.Manifest == manifest) is { } found
            ? PluginCode.CompiledIn(found.Create)
            : throw new PluginRefusedException(
                PluginRefusalReason.NotFound, manifest.Id, $"The plugin {manifest} isn't compiled into this program. Name one that is, or use a build that has it.");
    }
}

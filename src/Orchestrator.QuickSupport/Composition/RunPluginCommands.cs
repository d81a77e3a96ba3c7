using System.Collections.Immutable;
using Akka.Actor;
using Orchestrator.Actors.Plugins;
using Orchestrator.PluginHosting;
using Orchestrator.QuickSupport.Journal;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>
/// What a composition may ask about the plugins of its run. Whoever asks sits in the operator's account, and so the records say. The shipped program
/// gives nobody this object.
/// </summary>
public sealed class RunPluginCommands
{
    private readonly IActorRef _plugins;
    private readonly PluginNotes _notes;

    internal RunPluginCommands(IActorRef plugins, PluginNotes notes) => (_plugins, _notes) = (plugins, notes);

    /// <summary>Everything that there is.</summary>
    public async Task<ImmutableArray<PluginRow>> ListAsync(CancellationToken cancellationToken = default) =>
        (await _plugins.Ask<PluginCommands.Listed>(PluginCommands.List.Instance, cancellationToken).ConfigureAwait(false)).Rows;

    /// <summary>Does one of the other commands, for the plugin that it names.</summary>
    public async Task<PluginOutcome> DoAsync(string plugin, PluginCommands.ICommand command, CancellationToken cancellationToken = default)
    {
        using var asked = _notes.Asked(plugin);
        return await _plugins.Ask<PluginOutcome>(command, cancellationToken).ConfigureAwait(false);
    }
}

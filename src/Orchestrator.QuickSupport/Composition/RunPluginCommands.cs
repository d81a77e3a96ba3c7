using System.Collections.Immutable;
using Akka.Actor;
using Orchestrator.Abstractions;
using Orchestrator.Actors.Plugins;
using Orchestrator.PluginHosting;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>
/// What a composition may ask about the plugins of its run. Whoever asks sits in the operator's account, and so the records say. The shipped program
/// gives nobody this object.
/// </summary>
public sealed class RunPluginCommands
{
    private readonly IActorRef _actor;
    private readonly RunPlugins _plugins;

    internal RunPluginCommands(IActorRef actor, RunPlugins plugins) => (_actor, _plugins) = (actor, plugins);

    /// <summary>The transports that serve now, as the run's own links are made with.</summary>
    public IEnumerable<ITransport> Transports => _plugins.Slots.Transports();

    /// <summary>The proxy connectors that serve now, likewise.</summary>
    public IEnumerable<IProxyConnector> Proxies => _plugins.Slots.Proxies();

    /// <summary>Everything that there is.</summary>
    public async Task<ImmutableArray<PluginRow>> ListAsync(CancellationToken cancellationToken = default) =>
        (await _actor.Ask<PluginCommands.Listed>(PluginCommands.List.Instance, cancellationToken).ConfigureAwait(false)).Rows;

    /// <summary>Does one of the other commands, for the plugin that it names.</summary>
    public async Task<PluginOutcome> DoAsync(string plugin, PluginCommands.ICommand command, CancellationToken cancellationToken = default)
    {
        using var asked = _plugins.Notes.Asked(plugin);
        return await _actor.Ask<PluginOutcome>(command, cancellationToken).ConfigureAwait(false);
    }
}

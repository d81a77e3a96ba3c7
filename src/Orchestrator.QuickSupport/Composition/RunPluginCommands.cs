using System.Collections.Immutable;
using Akka.Actor;
using Orchestrator.Abstractions;
using Orchestrator.Actors.Plugins;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.PluginHosting;

namespace Orchestrator.QuickSupport.Composition;

/// <summary>
/// What a composition may ask about the plugins of its run. Whoever asks sits in the operator's account, and so the records say. The shipped program
/// gives nobody this object.
/// </summary>
public sealed class RunPluginCommands
{
    private readonly IActorRef _actor;
    private readonly IActorRef _run;
    private readonly RunPlugins _plugins;

    internal RunPluginCommands(IActorRef actor, IActorRef run, RunPlugins plugins) => (_actor, _run, _plugins) = (actor, run, plugins);

    /// <summary>The transports that serve now, as the run's own links are made with.</summary>
    public IEnumerable<ITransport> Transports => _plugins.Slots.Transports();

    /// <summary>The proxy connectors that serve now, likewise.</summary>
    public IEnumerable<IProxyConnector> Proxies => _plugins.Slots.Proxies();

    /// <summary>Everything that there is.</summary>
    public async Task<ImmutableArray<PluginRow>> ListAsync(CancellationToken cancellationToken = default) =>
        (await _actor.Ask<PluginCommands.Listed>(PluginCommands.List.Instance, cancellationToken).ConfigureAwait(false)).Rows;

    /// <summary>
    /// Does one of the other commands, for the plugin that it names. What moves running channels moves the run's link, where the plugin is a transport or
    /// a proxy: the session goes on over a new one.
    /// </summary>
    public async Task<PluginOutcome> DoAsync(string plugin, PluginCommands.ICommand command, CancellationToken cancellationToken = default)
    {
        using var asked = _plugins.Notes.Asked(plugin);
        var isOfLink = _plugins.Slots.Find(plugin) is { Kind: PluginKind.Transport or PluginKind.Proxy };
        if (isOfLink && command is PluginCommands.Move)
        {
            return await MoveLinkAsync(cancellationToken).ConfigureAwait(false);
        }

        var done = await _actor.Ask<PluginOutcome>(command, cancellationToken).ConfigureAwait(false);
        if (!isOfLink || !done.Done || command is not (PluginCommands.Reload or PluginCommands.RollBack))
        {
            return done;
        }

        var moved = await MoveLinkAsync(cancellationToken).ConfigureAwait(false);
        return moved with { Sentence = $"{done.Sentence} {moved.Sentence}" };
    }

    private async Task<PluginOutcome> MoveLinkAsync(CancellationToken cancellationToken)
    {
        var moved = await _run.Ask<InstrumentActor.LinkMoved>(InstrumentActor.MoveLink.Instance, cancellationToken).ConfigureAwait(false);
        return moved.Problem is { } problem
            ? new PluginOutcome(false, $"The link to the vendor's server stays as it is: {problem}")
            : new PluginOutcome(true, "The session goes on over a new link.");
    }
}

using Orchestrator.Actors.Plugins;
using Orchestrator.PluginFolders;
using Orchestrator.QuickSupport.Composition;

namespace Orchestrator.Testbed.QuickSupport;

/// <summary>Carries out what the socket is asked for, by the run's own actor, so that it stands in the run's log.</summary>
internal sealed class RunControl(RunPluginCommands plugins) : IPluginControl
{
    /// <inheritdoc/>
    public async Task<ControlAnswer> RunAsync(ControlRequest request, CancellationToken cancellationToken)
    {
        if (request.Command == ControlCommand.List)
        {
            var rows = await plugins.ListAsync(cancellationToken);
            return new ControlAnswer(true, "") { Plugins = [.. rows.Select(ControlRow.Of)] };
        }

        if (request.IsRequired || PluginCommands.Of(request.Command.Word(), request.Id, request.Version, request.Settings) is not { } command)
        {
            return new ControlAnswer(false, "Only an audit sink can be required, and an instrument has none.");
        }

        var outcome = await plugins.DoAsync(request.Id, command, cancellationToken);
        return new ControlAnswer(outcome.Done, outcome.Sentence);
    }
}

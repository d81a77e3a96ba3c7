using System.CommandLine;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;
using Orchestrator.Trust;

namespace Orchestrator.PluginTools;

/// <summary>What a command does, with every expected failure as one kind of exception.</summary>
internal static class ToolAction
{
    /// <summary>Sets the action; its exit code is 0 unless it gives another.</summary>
    public static Command Does(this Command command, Func<ParseResult, int> action)
    {
        command.SetAction(result =>
        {
            try
            {
                return action(result);
            }
            catch (Exception e) when (e is PluginRefusedException or PluginTrustException or TrustException)
            {
                throw new PluginToolException(e.Message, e);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new PluginToolException($"{e.Message} Look at the path, and whether this user may read and write there.", e);
            }
        });
        return command;
    }

    /// <exception cref="PluginToolException">It isn't a name that signatures and trust files take.</exception>
    public static string PublisherName(string name) =>
        TrustedPublisher.IsName(name) ? name : throw new PluginToolException($"A publisher's name has {TrustedPublisher.NameRule}. Write it as the publisher does.");

    /// <summary>The same for an action that can only succeed or throw.</summary>
    public static Command Does(this Command command, Action<ParseResult> action) => command.Does(result =>
    {
        action(result);
        return 0;
    });
}

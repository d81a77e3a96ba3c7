using Orchestrator.Trust.Encoding;

namespace Orchestrator.PluginTools;

/// <summary>A publisher's name, as signatures and trust files take it.</summary>
internal static class PublisherName
{
    private const int MaxCharacters = 64;

    /// <exception cref="PluginToolException">It isn't one.</exception>
    public static string Require(string name) => SafeText.IsSafe(name, MaxCharacters)
        ? name
        : throw new PluginToolException($"A publisher's name has 1 to {MaxCharacters} visible characters on one line.");
}

namespace Orchestrator.PluginTools;

/// <summary>An expected failure, worded for the person who gave the command: what failed, why, what to do.</summary>
public sealed class PluginToolException : Exception
{
    /// <summary>Makes one.</summary>
    public PluginToolException(string sentence)
        : base(sentence)
    {
    }

    /// <summary>Makes one with its cause, which is never shown.</summary>
    public PluginToolException(string sentence, Exception cause)
        : base(sentence, cause)
    {
    }
}

namespace Orchestrator.Yaml;

/// <summary>What is wrong in a file that people wrote: the line, and half a sentence that the reader of this file completes with its name and what to do.</summary>
public sealed class YamlFaultException(long line, string what) : Exception(what)
{
    /// <summary>Counted from 1.</summary>
    public long Line { get; } = line;
}

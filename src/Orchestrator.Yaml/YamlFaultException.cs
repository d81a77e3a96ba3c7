namespace Orchestrator.Yaml;

/// <summary>
/// What is wrong in a file that people wrote: the place, and half a sentence that the reader of this file completes with its name and what to do.
/// </summary>
/// <param name="line">Counted from 1.</param>
/// <param name="what">The half sentence.</param>
/// <param name="column">Counted from 1.</param>
public sealed class YamlFaultException(long line, string what, long column = 1) : Exception(what)
{
    /// <summary>Counted from 1.</summary>
    public long Line { get; } = line;

    /// <summary>Counted from 1.</summary>
    public long Column { get; } = column;
}

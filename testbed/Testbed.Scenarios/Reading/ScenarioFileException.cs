using System.Globalization;

namespace Orchestrator.Testbed.Scenarios.Reading;

/// <summary>A scenario file that can't be played. The message names file, line and column, what is wrong and what would be right.</summary>
/// <param name="file">As it was named.</param>
/// <param name="line">Counted from 1.</param>
/// <param name="column">Counted from 1.</param>
/// <param name="what">Half a sentence.</param>
public sealed class ScenarioFileException(string file, long line, long column, string what)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{file}:{line}:{column}: {what}."))
{
    /// <summary>Counted from 1.</summary>
    public long Line { get; } = line;

    /// <summary>Counted from 1.</summary>
    public long Column { get; } = column;
}

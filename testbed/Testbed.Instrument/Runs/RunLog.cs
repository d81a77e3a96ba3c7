using System.Collections.Immutable;
using System.Globalization;

namespace Orchestrator.Testbed.Instrument.Runs;

/// <summary>How serious a log line is.</summary>
public enum RunLogLevel
{
    /// <summary>Normal.</summary>
    Info,

    /// <summary>Worth a look.</summary>
    Warning,

    /// <summary>The run stopped.</summary>
    Error,
}

/// <summary>One line of the run's log.</summary>
/// <param name="At">The instrument's clock.</param>
/// <param name="Level">How serious.</param>
/// <param name="Text">For people.</param>
public readonly record struct RunLogLine(DateTimeOffset At, RunLogLevel Level, string Text)
{
    /// <summary>As in the log file: <c>2026-03-02 08:14:07.250  ERROR  text</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{At:yyyy-MM-dd HH:mm:ss.fff}  {Level switch { RunLogLevel.Info => "INFO ", RunLogLevel.Warning => "WARN ", _ => "ERROR" }}  {Text}");
}

/// <summary>The newest lines in memory, all lines in the file. A disk that refuses stops the file, not the run.</summary>
internal sealed class RunLog(string path, TimeProvider time)
{
    private const int Kept = 2000;
    private bool _fileFailed;

    internal ImmutableList<RunLogLine> Lines { get; private set; } = [];

    internal string Path => path;

    internal void Add(RunLogLevel level, string text)
    {
        var line = new RunLogLine(time.GetLocalNow(), level, text);
        Keep(line);
        if (_fileFailed)
            return;
        try
        {
            File.AppendAllText(path, line + "\r\n");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            _fileFailed = true;
            Keep(new RunLogLine(line.At, RunLogLevel.Warning, $"The log file can't be written any more ({problem.Message}) This pane goes on."));
        }
    }

    private void Keep(RunLogLine line)
    {
        Lines = Lines.Add(line);
        if (Lines.Count > Kept)
            Lines = Lines.RemoveAt(0);
    }
}

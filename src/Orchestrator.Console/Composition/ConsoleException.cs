namespace Orchestrator.Technicians;

/// <summary>An expected failure, worded for the technician: what failed, why, what to do.</summary>
public sealed class ConsoleException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="code">Stable, upper case with underscores.</param>
    /// <param name="exit">What the process exits with.</param>
    /// <param name="sentence">For people.</param>
    public ConsoleException(string code, ExitCode exit, string sentence)
        : base(sentence) => (Code, Exit) = (code, exit);

    /// <summary>Makes one with its cause, which is never shown.</summary>
    public ConsoleException(string code, ExitCode exit, string sentence, Exception cause)
        : base(sentence, cause) => (Code, Exit) = (code, exit);

    /// <summary>Stable, upper case with underscores.</summary>
    public string Code { get; }

    /// <summary>What the process exits with.</summary>
    public ExitCode Exit { get; }
}

/// <summary>Exit codes of <c>orchestrator</c>; documented in docs/console.md and never renumbered.</summary>
public enum ExitCode
{
    /// <summary>Done; the session ended in order.</summary>
    Success = 0,

    /// <summary>Something that nobody foresaw; the sentence names it.</summary>
    Unexpected = 1,

    /// <summary>The command line or the script is wrong; nothing was dialled.</summary>
    Usage = 2,

    /// <summary>The person or the PIN was refused: sign-in, training, session, PIN, digits.</summary>
    Refused = 3,

    /// <summary>The server or the instrument can't be reached.</summary>
    Unreachable = 4,

    /// <summary>Somebody couldn't prove who he is, or broke the protocol. Don't go on; report it.</summary>
    Unproven = 5,

    /// <summary>A step failed: the operator said no, a file differs, a time-out.</summary>
    StepFailed = 6,

    /// <summary>The session ended before its work was done: link lost, ended by the other side.</summary>
    SessionOver = 7,

    /// <summary>Configuration, key or another local file can't be used.</summary>
    Configuration = 8,

    /// <summary>The logs that were looked at don't tell one story.</summary>
    Findings = 9,
}

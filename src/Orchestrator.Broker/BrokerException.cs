namespace Orchestrator.Broker;

/// <summary>Exit codes of <c>orchestrator-broker</c>; documented in docs/broker.md and never renumbered.</summary>
public enum ExitCode
{
    /// <summary>Done.</summary>
    Success = 0,

    /// <summary>Something that nobody foresaw; the sentence names it.</summary>
    Unexpected = 1,

    /// <summary>The command line itself is wrong.</summary>
    Usage = 2,

    /// <summary>A value is refused: name, password, date, score …</summary>
    Refused = 3,

    /// <summary>There is no such account.</summary>
    NotFound = 4,

    /// <summary>It is there already.</summary>
    Exists = 5,

    /// <summary>The data folder is missing, broken, or must not be served as it is.</summary>
    DataFolder = 6,

    /// <summary>The address can't be listened on.</summary>
    Address = 7,

    /// <summary>Who gives the command must be said and proven, or isn't an admin.</summary>
    NotProven = 8,
}

/// <summary>An expected failure, worded for the person who gave the command: what failed, why, what to do.</summary>
public sealed class BrokerException : Exception
{
    /// <summary>Makes one.</summary>
    public BrokerException(ExitCode code, string sentence)
        : base(sentence) => Code = code;

    /// <summary>Makes one with its cause, which is never shown.</summary>
    public BrokerException(ExitCode code, string sentence, Exception cause)
        : base(sentence, cause) => Code = code;

    /// <summary>What the process exits with.</summary>
    public ExitCode Code { get; }
}

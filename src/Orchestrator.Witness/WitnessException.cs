namespace Orchestrator.Witnesses;

/// <summary>How the program ended.</summary>
public enum ExitCode
{
    /// <summary>As asked.</summary>
    Success = 0,

    /// <summary>Something nobody foresaw.</summary>
    Unexpected = 1,

    /// <summary>The command line isn't understood.</summary>
    Usage = 2,

    /// <summary>Keys, secret or state can't be used.</summary>
    Data = 3,

    /// <summary>A log forked, shrank or was rewritten: somebody must look. Stays until the evidence was moved away.</summary>
    Alarm = 4,

    /// <summary>The vendor's configuration or the site file doesn't count.</summary>
    Configuration = 5,

    /// <summary>The address can't be listened on.</summary>
    Address = 6,
}

/// <summary>A failure with one sentence for a person: what, why, what to do.</summary>
public sealed class WitnessException(ExitCode code, string sentence, Exception? inner = null) : Exception(sentence, inner)
{
    /// <summary>How the program ends.</summary>
    public ExitCode Code { get; } = code;
}

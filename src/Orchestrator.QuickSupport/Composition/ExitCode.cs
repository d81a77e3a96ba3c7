namespace Orchestrator.QuickSupport.Composition;

/// <summary>How QuickSupport ended, as its exit code. docs/quicksupport.md repeats them for readers.</summary>
public enum ExitCode
{
    /// <summary>The session ended as somebody wanted, or nobody came.</summary>
    Ended = 0,

    /// <summary>An unforeseen failure.</summary>
    Unexpected = 1,

    /// <summary>The command line can't be understood, or there is no terminal.</summary>
    Usage = 2,

    /// <summary>The vendor's configuration is missing, changed or broken.</summary>
    Configuration = 3,

    /// <summary>The site file is broken.</summary>
    SiteFile = 4,

    /// <summary>The vendor's server can't be reached, couldn't prove itself, or refused.</summary>
    NoBroker = 5,

    /// <summary>The evidence log can't be written.</summary>
    Log = 6,

    /// <summary>This computer's cryptography, or a part of this program, can't be relied on.</summary>
    Computer = 7,

    /// <summary>The session ended by a failed check, a lost link or a fault.</summary>
    SessionFailed = 8,
}

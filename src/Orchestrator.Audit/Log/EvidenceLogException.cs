namespace Orchestrator.Audit.Log;

/// <summary>Why a log can't be opened.</summary>
public enum EvidenceLogFailure
{
    /// <summary>Its records don't match what was signed. It was left exactly as it is.</summary>
    Tampered,

    /// <summary>Another process writes it.</summary>
    Locked,

    /// <summary>It belongs to another key.</summary>
    WrongKey,

    /// <summary>A newer version of the program wrote it. It was left exactly as it is.</summary>
    Newer,

    /// <summary>The disk is full.</summary>
    DiskFull,

    /// <summary>Folder or files can't be read or written.</summary>
    Unwritable,
}

/// <summary>A log that can't be opened: without it no session starts.</summary>
public sealed class EvidenceLogException : Exception
{
    /// <summary>Names the failure and what to do.</summary>
    public EvidenceLogException(EvidenceLogFailure failure, string sentence, Exception? inner = null)
        : base(sentence, inner) => Failure = failure;

    /// <summary>The failure.</summary>
    public EvidenceLogFailure Failure { get; }
}

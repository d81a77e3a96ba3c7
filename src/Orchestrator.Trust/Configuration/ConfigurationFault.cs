namespace Orchestrator.Trust.Configuration;

/// <summary>Why a configuration doesn't count.</summary>
public enum ConfigurationFault
{
    /// <summary>The file is missing or can't be read.</summary>
    Unreadable,

    /// <summary>It isn't a configuration file, or its shape was changed.</summary>
    Malformed,

    /// <summary>A value in it is missing, unknown or outside its limits.</summary>
    BadValue,

    /// <summary>Its root isn't the one that this program was built for.</summary>
    WrongRoot,

    /// <summary>The root didn't sign these bytes: the file was changed.</summary>
    BadSignature,

    /// <summary>The certificates in it don't belong together.</summary>
    BadCertificate,

    /// <summary>It wants a newer program than the one that loads it.</summary>
    ProgramTooOld,

    /// <summary>The root's hash that was compiled in is no hash: a broken build.</summary>
    BrokenBuild,
}

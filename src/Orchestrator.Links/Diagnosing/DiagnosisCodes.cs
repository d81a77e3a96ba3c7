namespace Orchestrator.Links.Diagnosing;

/// <summary>Codes of what fails before anything is dialled, beside <see cref="Dialing.DialCodes"/>.</summary>
public static class DiagnosisCodes
{
    /// <summary>The vendor's configuration is missing, changed or too new.</summary>
    public const string Configuration = "CONFIGURATION";

    /// <summary>The site file can't be honoured.</summary>
    public const string SiteFile = "SITE_FILE";

    /// <summary>A part of the program or this computer's cryptography can't be relied on.</summary>
    public const string Program = "PROGRAM_FAULT";
}

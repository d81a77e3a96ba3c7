namespace Orchestrator.Domain;

/// <summary>The technician as certificate and ticket say, never as a message says.</summary>
/// <param name="Account">Unique user name.</param>
/// <param name="PrintedName">As shown to the operator.</param>
/// <param name="Role">For example <c>technician</c>.</param>
/// <param name="Organisation">The vendor, as the certificate says.</param>
/// <param name="KeyFingerprint">SHA-256 of the SubjectPublicKeyInfo, lower-case hex.</param>
/// <param name="TicketId">Lower-case hex.</param>
/// <param name="CaseReason">Why the technician joins, as the ticket says.</param>
public sealed record Technician(
    string Account, string PrintedName, string Role, string Organisation, string KeyFingerprint, string TicketId, string CaseReason);

/// <summary>The instrument as the site file and the machine say.</summary>
/// <param name="Name">Instrument name; the machine's name where the site file gives none.</param>
/// <param name="Serial">Serial number; empty when unknown.</param>
/// <param name="Site">Site; empty when unknown.</param>
/// <param name="OperatingSystem">As the platform names itself.</param>
/// <param name="Version">Version of QuickSupport.</param>
/// <param name="KeyFingerprint">SHA-256 of the run's SubjectPublicKeyInfo, lower-case hex.</param>
public sealed record Instrument(
    string Name, string Serial, string Site, string OperatingSystem, string Version, string KeyFingerprint);

/// <summary>Somebody or something that does a thing.</summary>
public enum Party
{
    /// <summary>The person at the instrument.</summary>
    Operator,

    /// <summary>The vendor's support engineer.</summary>
    Technician,

    /// <summary>The vendor's server.</summary>
    Broker,

    /// <summary>QuickSupport itself: a timer, a limit, a fault.</summary>
    Instrument,
}

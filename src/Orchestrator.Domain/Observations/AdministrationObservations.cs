namespace Orchestrator.Domain;

/// <summary>What people who run the broker did to it and to training records, and how its audit sinks fare.</summary>
public static class AdministrationObservations
{
    /// <summary>A version of a course was added. <paramref name="Content"/> is the hash of the document that is taught, <paramref name="RequiredFrom"/> an ISO 8601 day, <paramref name="Sha256"/> the hash of all its fields.</summary>
    public sealed record CourseAdded(string Course, string Version, string Content, int PassScore, int ValidDays, string Roles, string RequiredFrom, string Sha256, ActingPerson By) : BrokerObservation;

    /// <summary>A course counts no more, in any version.</summary>
    public sealed record CourseRetired(string Course, ActingPerson By) : BrokerObservation;

    /// <summary>
    /// Somebody took a course. <paramref name="Content"/> is the hash of the document that was taught, <paramref name="TakenOn"/> an ISO 8601 day, <paramref name="Sha256"/> the hash of all its fields.
    /// </summary>
    public sealed record TrainingRecorded(string Account, string Course, string Version, string Content, string Trainer, string TakenOn, int Score, int ValidDays, string Sha256, ActingPerson By) : BrokerObservation;

    /// <summary>A policy that the root signed was put in force.</summary>
    public sealed record PolicyInstalled(int Version, string Sha256, ActingPerson By) : BrokerObservation;

    /// <summary>An audit sink failed. <paramref name="IsRequired"/>: sessions stop until it is back.</summary>
    public sealed record AuditSinkFailed(string Plugin, bool IsRequired, string Reason) : BrokerObservation;

    /// <summary>An audit sink that had failed runs again.</summary>
    public sealed record AuditSinkRestored(string Plugin) : BrokerObservation;

    /// <summary>
    /// Somebody took a session's evidence out. <paramref name="Sha256"/> is the bundle's, lower-case hex; <paramref name="Bytes"/> its size.
    /// </summary>
    public sealed record EvidenceExported(SessionNumber Session, string Sha256, long Bytes, ActingPerson By) : BrokerObservation;

    /// <summary>
    /// Somebody wants texts beside the broker's log erased. <paramref name="Commitments"/> of those texts, with blanks between; <paramref name="Reason"/> in his words.
    /// </summary>
    public sealed record ErasureRequested(int Count, string Commitments, string Reason, ActingPerson By) : BrokerObservation;

    /// <summary>
    /// Another administrator approved it. <paramref name="Request"/> is the record that asked, <paramref name="RequestSha256"/> the hash of its line, lower-case hex, and
    /// <paramref name="RequestedBy"/> the account that asked.
    /// </summary>
    public sealed record TextsErased(long Request, string RequestSha256, string RequestedBy, int Count, string Commitments, ActingPerson By) : BrokerObservation;

    /// <summary>The broker ended in order.</summary>
    public sealed record Stopped(string Reason) : BrokerObservation;
}

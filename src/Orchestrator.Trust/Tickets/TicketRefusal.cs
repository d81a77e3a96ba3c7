namespace Orchestrator.Trust.Tickets;

/// <summary>Why a ticket isn't accepted. The names go into logs and audit records.</summary>
public enum TicketRefusal
{
    None = 0,

    /// <summary>The bytes aren't a ticket, or a field is outside its limits.</summary>
    Malformed,

    /// <summary>A layout that this program doesn't know.</summary>
    UnknownVersion,

    /// <summary>Not signed by the issuing key.</summary>
    BadSignature,

    /// <summary>Its time hasn't begun.</summary>
    NotYetValid,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It names another session.</summary>
    WrongSession,

    /// <summary>It names another broker.</summary>
    WrongBroker,

    /// <summary>It names another instrument's key.</summary>
    WrongInstrumentKey,

    /// <summary>It names another log's key.</summary>
    WrongLogKey,

    /// <summary>It names another technician's key.</summary>
    WrongTechnicianKey,

    /// <summary>It names another certificate than the one that was shown.</summary>
    WrongCertificate,

    /// <summary>Its account or printed name isn't the certificate's.</summary>
    WrongTechnician,

    /// <summary>A layout that is no longer taken: it said less than is enforced today.</summary>
    OutdatedVersion,
}

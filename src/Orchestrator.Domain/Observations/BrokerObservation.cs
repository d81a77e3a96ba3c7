namespace Orchestrator.Domain;

/// <summary>What the broker itself saw or did. It goes into the broker's own log, beside the instrument's claims; a mirror is not a second log.</summary>
public abstract record BrokerObservation;

/// <summary>The observations of the broker.</summary>
public static class BrokerObservations
{
    /// <summary>The broker began to serve.</summary>
    public sealed record Serving(string Version, string Listen, string ConfigurationSha256) : BrokerObservation;

    /// <summary>An instrument registered and got a number.</summary>
    /// <param name="Session">Its number.</param>
    /// <param name="Instrument">As it says of itself; its key is the run's.</param>
    /// <param name="Address">Where its link comes from.</param>
    /// <param name="Transport">How.</param>
    /// <param name="LogOrigin">Name of the run's log.</param>
    /// <param name="LogKey">Its Ed25519 key, lower-case hex.</param>
    /// <param name="LogKeyBinding">The run's signature over that key, base64.</param>
    /// <param name="ExecutableSha256">As claimed.</param>
    /// <param name="Composition">Which program.</param>
    public sealed record SessionRegistered(
        SessionNumber Session, Instrument Instrument, string Address, string Transport, string LogOrigin, string LogKey, string LogKeyBinding, string ExecutableSha256, string Composition) : BrokerObservation;

    /// <summary>An instrument's program got no session because of what it says about itself.</summary>
    public sealed record RegistrationRefused(Instrument Instrument, string Address, string RunKey, string ExecutableSha256, string Composition, string Code) : BrokerObservation;

    /// <summary>A person signed in, for lists and tools.</summary>
    public sealed record SignedIn(string Account, string PrintedName, string Role, string Address, string KeyFingerprint, string Strength) : BrokerObservation;

    /// <summary>Failed sign-ins of one minute, counted, not listed.</summary>
    public sealed record SignInsFailed(int Count, int Sources) : BrokerObservation;

    /// <summary>A technician wasn't admitted.</summary>
    public sealed record AdmissionRefused(SessionNumber? Session, string Account, string Strength, string Code) : BrokerObservation;

    /// <summary>A certificate was signed for a technician's console key.</summary>
    public sealed record CertificateIssued(string Account, string Sha256) : BrokerObservation;

    /// <summary>A ticket was signed; written before it is handed out.</summary>
    public sealed record TicketIssued(SessionNumber Session, string Account, string Strength, string TicketId, string TicketSha256) : BrokerObservation;

    /// <summary>A technician's link was attached to a session.</summary>
    public sealed record TechnicianAttached(SessionNumber Session, string Account, string Address, string Transport) : BrokerObservation;

    /// <summary>A link of a session broke or closed.</summary>
    public sealed record LinkLost(SessionNumber Session, Party Whose, bool Orderly) : BrokerObservation;

    /// <summary>An end of a session came back on a new link, with the key that it had before.</summary>
    public sealed record LinkResumed(SessionNumber Session, Party Whose, string Address, string Transport) : BrokerObservation;

    /// <summary>Somebody wanted to go on with a session and wasn't let: another key, or the session is over.</summary>
    public sealed record ResumeRefused(SessionNumber Session, Party Whose, string Address, string KeyFingerprint, string Reason) : BrokerObservation;

    /// <summary>The relay opened its gate for a channel, because the instrument's event said so.</summary>
    public sealed record RelayOpened(SessionNumber Session, ChannelId Channel, Capability Capability) : BrokerObservation;

    /// <summary>What the relay forwarded on a channel until the instrument's closing event, in record bytes with headers.</summary>
    public sealed record RelayMetered(SessionNumber Session, ChannelId Channel, long RecordsToInstrument, long BytesToInstrument, long RecordsFromInstrument, long BytesFromInstrument, long RecordsRefused) : BrokerObservation;

    /// <summary>Records of a whole session that weren't forwarded: their channel wasn't open. Absent where there were none.</summary>
    public sealed record RelayRefused(SessionNumber Session, long Records) : BrokerObservation;

    /// <summary>The broker took a right away.</summary>
    public sealed record Vetoed(SessionNumber Session, string Reason) : BrokerObservation;

    /// <summary>The instrument gave two different records at one sequence number.</summary>
    public sealed record ForkSeen(SessionNumber Session, long Sequence) : BrokerObservation;

    /// <summary>A run signed a checkpoint over records that it had given before, with another root: it tells two stories, or the store was changed.</summary>
    public sealed record SignedForkSeen(SessionNumber Session, long Size, string Signed, string Held) : BrokerObservation;

    /// <summary>What an earlier run left on its disk came, and verified under that run's log key.</summary>
    /// <param name="Session">Which.</param>
    /// <param name="Records">New ones.</param>
    /// <param name="Size">Records that the checkpoint covers.</param>
    /// <param name="Checkpoint">SHA-256 of the checkpoint's text, lower-case hex.</param>
    /// <param name="Unsigned">Records on that disk behind the checkpoint, as whoever brought it says. They weren't taken.</param>
    /// <param name="End">True when the session's END is among the new ones.</param>
    /// <param name="Source">An address, or who brought it by hand.</param>
    public sealed record TailRecovered(SessionNumber Session, long Records, long Size, string Checkpoint, long Unsigned, bool End, string Source) : BrokerObservation;

    /// <summary>Deliveries of one minute that didn't verify: counted, not listed.</summary>
    public sealed record RecoveriesRefused(int Count, int Sources) : BrokerObservation;

    /// <summary>A peer broke the protocol.</summary>
    public sealed record ViolationSeen(SessionNumber Session, Party Whose, string Reason) : BrokerObservation;

    /// <summary>The instrument's END arrived, and a checkpoint over it.</summary>
    /// <param name="Session">Its number.</param>
    /// <param name="Records">Records under the checkpoint.</param>
    /// <param name="Checkpoint">SHA-256 of the checkpoint's text, lower-case hex.</param>
    public sealed record SessionEnded(SessionNumber Session, long Records, string Checkpoint) : BrokerObservation;

    /// <summary>No END came within the grace: the tail is missing.</summary>
    public sealed record MissingEnd(SessionNumber Session, long LastSequence) : BrokerObservation;
}

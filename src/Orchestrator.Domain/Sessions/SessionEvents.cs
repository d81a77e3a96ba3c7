using System.Collections.Immutable;

namespace Orchestrator.Domain;

/// <summary>Something that happened in a session. The instrument writes it; the same events give the same state everywhere.</summary>
public abstract record SessionEvent
{
    /// <summary>True when it enlarges a right: then it takes effect only after it is durable at the instrument and at the broker.</summary>
    public virtual bool Enlarges => false;
}

/// <summary>The events of a session.</summary>
public static class SessionEvents
{
    /// <summary>START: QuickSupport has a number and waits. <paramref name="RunKey"/> is the run's public key (SubjectPublicKeyInfo, base64), which signs receipts.</summary>
    public sealed record Started(SessionNumber Number, Instrument Instrument, SessionPolicy Policy, string RunKey) : SessionEvent
    {
        /// <inheritdoc/>
        public override bool Enlarges => true;
    }

    /// <summary>The operator stated a name (text beside the record, erasable).</summary>
    public sealed record OperatorNamed(string StatedName, string OsAccount) : SessionEvent;

    /// <summary>A handshake with a technician began and didn't finish.</summary>
    public sealed record HandshakeFailed(int Attempt, string Reason) : SessionEvent;

    /// <summary>A technician proved himself end to end. From here on the ticket's limits hold besides the instrument's own.</summary>
    public sealed record TechnicianJoined(Technician Technician, SessionPolicy Policy, string TranscriptHash, TicketTerms Terms) : SessionEvent;

    /// <summary>The technician gave the PIN.</summary>
    public sealed record PinPresented(bool Accepted, int Failures) : SessionEvent;

    /// <summary>The operator typed the digits that the technician read out.</summary>
    public sealed record SasCompared(bool Matched, int Failures) : SessionEvent;

    /// <summary>PIN and digits match: asks are possible from here on.</summary>
    public sealed record Opened : SessionEvent
    {
        /// <inheritdoc/>
        public override bool Enlarges => true;
    }

    /// <summary>
    /// A question that a prompt shows. <paramref name="Renews"/> names the grant that it would prolong. <paramref name="Signed"/> is what the technician's key signed;
    /// null where the instrument itself offers more time.
    /// </summary>
    public sealed record Asked(
        AskId Ask, Party By, Capability Capability, int Minutes, string Reason, FileOffer? File, GrantId? Renews, SignedAsk? Signed) : SessionEvent;

    /// <summary>The question ended without a yes. There is a receipt where the operator answered the prompt.</summary>
    public sealed record AskEnded(AskId Ask, AskOutcome Outcome, Receipt? Receipt = null) : SessionEvent;

    /// <summary>The operator's yes. The prompt's exact text is named by hash, and so is the ask that it answers.</summary>
    public sealed record Granted(
        GrantId Grant, AskId Ask, Capability Capability, int Seconds, SessionTime Until, string PromptSha256, string AskSha256, Receipt Receipt) : SessionEvent
    {
        /// <inheritdoc/>
        public override bool Enlarges => true;
    }

    /// <summary>The operator's yes to more time. <paramref name="AskSha256"/> is empty where the instrument itself offered it.</summary>
    public sealed record Renewed(GrantId Grant, AskId Ask, int Seconds, SessionTime Until, string PromptSha256, string AskSha256, Receipt Receipt) : SessionEvent
    {
        /// <inheritdoc/>
        public override bool Enlarges => true;
    }

    /// <summary>The channel of a grant.</summary>
    public sealed record ChannelOpened(ChannelId Channel, GrantId Grant, Capability Capability) : SessionEvent
    {
        /// <inheritdoc/>
        public override bool Enlarges => true;
    }

    /// <summary>The file that this grant's channel will carry, with the place that the operator agreed to.</summary>
    public sealed record FileAccepted(ChannelId Channel, FileOffer File, string Path) : SessionEvent
    {
        /// <inheritdoc/>
        public override bool Enlarges => true;
    }

    /// <summary>The whole file arrived and its hash matches.</summary>
    public sealed record FileCompleted(ChannelId Channel, FileOffer File) : SessionEvent;

    /// <summary>The file didn't arrive; nothing took its final name.</summary>
    public sealed record FileFailed(ChannelId Channel, string Reason) : SessionEvent;

    /// <summary>The pipe is cut and its keys are gone.</summary>
    public sealed record ChannelClosed(ChannelId Channel, Capability Capability, EndReason Reason) : SessionEvent;

    /// <summary>What a closed channel carried, in record bytes with headers, once no more can arrive.</summary>
    public sealed record ChannelMetered(ChannelId Channel, long RecordsIn, long BytesIn, long RecordsOut, long BytesOut) : SessionEvent;

    /// <summary>A grant is over.</summary>
    public sealed record GrantEnded(GrantId Grant, Capability Capability, Party By, EndReason Reason) : SessionEvent;

    /// <summary>The operator paused the view.</summary>
    public sealed record ViewPaused : SessionEvent;

    /// <summary>The operator let the view go on.</summary>
    public sealed record ViewResumed : SessionEvent
    {
        /// <inheritdoc/>
        public override bool Enlarges => true;
    }

    /// <summary>No local input for the policy's time: every channel is held.</summary>
    public sealed record OperatorAway : SessionEvent;

    /// <summary>Local input again.</summary>
    public sealed record OperatorBack : SessionEvent
    {
        /// <inheritdoc/>
        public override bool Enlarges => true;
    }

    /// <summary>A link broke: every channel is suspended, the grace runs.</summary>
    public sealed record LinkLost(Party Whose, SessionTime GraceUntil) : SessionEvent;

    /// <summary>The same two processes proved themselves again.</summary>
    public sealed record LinkRestored(Party Whose) : SessionEvent
    {
        /// <inheritdoc/>
        public override bool Enlarges => true;
    }

    /// <summary>A line of chat (text beside the record, erasable).</summary>
    public sealed record ChatPosted(Party By, string Text) : SessionEvent;

    /// <summary>Text went through a clipboard channel.</summary>
    public sealed record ClipboardMoved(ChannelId Channel, Capability Capability, int Bytes, string Sha256) : SessionEvent;

    /// <summary>A message that no honest peer sends, or that policy refuses.</summary>
    public sealed record RequestRefused(Party By, string Request, string Code, string Sentence) : SessionEvent;

    /// <summary>An actor, pump or plugin of the session failed and was stopped.</summary>
    public sealed record PartFailed(string Part, string Reason) : SessionEvent;

    /// <summary>The session is over for everybody; only closing records follow.</summary>
    public sealed record Ending(Party By, EndReason Reason) : SessionEvent;

    /// <summary>END: the last record of a session.</summary>
    public sealed record Ended(Party By, EndReason Reason, ImmutableArray<ChannelId> Unmetered) : SessionEvent;

    /// <summary>An event of a newer peer: stored and acknowledged as it is, and nothing is open after it.</summary>
    public sealed record Unknown(string Code) : SessionEvent;
}

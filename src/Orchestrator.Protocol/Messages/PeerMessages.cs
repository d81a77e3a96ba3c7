using Orchestrator.Domain;

namespace Orchestrator.Protocol;

/// <summary>What the technician's console sends.</summary>
public static class TechnicianToInstrument
{
    /// <summary>The first record after the handshake: the one-time PIN, which the broker never has.</summary>
    public sealed record PresentPin(SecretText Pin) : PeerMessage
    {
        /// <inheritdoc/>
        public override PeerMessageType Type => PeerMessageType.PresentPin;
    }

    /// <summary>Asks for one capability. <see cref="AskContent"/> gives the bytes that the technician's key signs.</summary>
    /// <param name="RequestId">Given by the console, grows with each ask of a session.</param>
    /// <param name="Capability">What is asked for.</param>
    /// <param name="Minutes">For how long, 1 to <see cref="ProtocolLimits.MaxAskMinutes"/>.</param>
    /// <param name="Reason">Why, as the operator will read it.</param>
    /// <param name="File">The file, for the two file capabilities.</param>
    /// <param name="Signature">The technician's RSA signature.</param>
    public sealed record Ask(uint RequestId, Capability Capability, int Minutes, string Reason, FileOffer? File, Blob Signature) : PeerMessage
    {
        /// <inheritdoc/>
        public override PeerMessageType Type => PeerMessageType.Ask;
    }

    /// <summary>Takes a question back.</summary>
    public sealed record WithdrawAsk(AskId AskId) : PeerMessage
    {
        /// <inheritdoc/>
        public override PeerMessageType Type => PeerMessageType.WithdrawAsk;
    }

    /// <summary>Gives a grant back.</summary>
    public sealed record ReleaseGrant(GrantId GrantId) : PeerMessage
    {
        /// <inheritdoc/>
        public override PeerMessageType Type => PeerMessageType.ReleaseGrant;
    }

    /// <summary>A line of chat, either way: the records hold only commitments to a person's own words.</summary>
    public sealed record Chat(string Text) : PeerMessage
    {
        /// <inheritdoc/>
        public override PeerMessageType Type => PeerMessageType.Chat;
    }

    /// <summary>The technician ends the session.</summary>
    public sealed record Leave(string Reason) : PeerMessage
    {
        /// <inheritdoc/>
        public override PeerMessageType Type => PeerMessageType.Leave;
    }

    /// <summary>Every five seconds: the console is there, and has followed all records before this one.</summary>
    /// <param name="Next">One more than the sequence of the last record that it followed; 0 before the first.</param>
    public sealed record Heartbeat(long Next) : PeerMessage
    {
        /// <inheritdoc/>
        public override PeerMessageType Type => PeerMessageType.Heartbeat;
    }
}

/// <summary>What either end sends.</summary>
public static class PeerToPeer
{
    /// <summary>What has been opened so far: the other end needn't keep it any longer.</summary>
    /// <param name="UpTo">Channels that moved since the last one; at least one.</param>
    public sealed record Received(IReadOnlyList<ReceivedUpTo> UpTo) : PeerMessage
    {
        /// <inheritdoc/>
        public override PeerMessageType Type => PeerMessageType.Received;

        /// <inheritdoc/>
        public bool Equals(Received? other) => other is not null && UpTo.SequenceEqual(other.UpTo);

        /// <inheritdoc/>
        public override int GetHashCode() => UpTo.Count;
    }

    /// <summary>How far one channel has come.</summary>
    /// <param name="Channel">The channel.</param>
    /// <param name="Next">The sequence that is expected next; at least 1.</param>
    public readonly record struct ReceivedUpTo(ChannelId Channel, ulong Next);
}

/// <summary>What QuickSupport sends.</summary>
public static class InstrumentToTechnician
{
    /// <summary>One line of the session's log, byte for byte: the console follows the session by these alone.</summary>
    public sealed record EventRecord(long Sequence, Blob Line) : PeerMessage
    {
        /// <inheritdoc/>
        public override PeerMessageType Type => PeerMessageType.EventRecord;
    }

    /// <summary>The ask got a number and waits for the operator.</summary>
    public sealed record AskReceived(uint RequestId, AskId AskId) : PeerMessage
    {
        /// <inheritdoc/>
        public override PeerMessageType Type => PeerMessageType.AskReceived;
    }

    /// <summary>The ask wasn't put to the operator.</summary>
    public sealed record AskRejected(uint RequestId, string Code, string Sentence) : PeerMessage
    {
        /// <inheritdoc/>
        public override PeerMessageType Type => PeerMessageType.AskRejected;
    }

    /// <summary>The prompt is on the operator's screen.</summary>
    public sealed record PromptSeen(AskId AskId) : PeerMessage
    {
        /// <inheritdoc/>
        public override PeerMessageType Type => PeerMessageType.PromptSeen;
    }

    /// <summary>Whole seconds that a grant still has.</summary>
    public sealed record Remaining(GrantId GrantId, uint Seconds) : PeerMessage
    {
        /// <inheritdoc/>
        public override PeerMessageType Type => PeerMessageType.Remaining;
    }
}

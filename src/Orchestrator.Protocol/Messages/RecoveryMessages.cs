using Orchestrator.Domain;

namespace Orchestrator.Protocol;

/// <summary>What a later run says about an earlier one's log that lies on its disk, and what the broker answers. Beside the new run's session; nothing of it rests on them.</summary>
public static class RecoveryMessages
{
    /// <summary>A run's log is here. Answered with <see cref="RunKnown"/>, or <see cref="RunRecovered"/> with a code.</summary>
    /// <param name="Session">The session that it was.</param>
    /// <param name="LogOrigin">Origin line of that run's log.</param>
    /// <param name="Records">Records on the disk.</param>
    /// <param name="Signed">Of them, how many the newest checkpoint covers.</param>
    public sealed record RecoverRun(SessionNumber Session, string LogOrigin, long Records, long Signed) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.RecoverRun;
    }

    /// <summary>The next line of the run that was named last, byte for byte. Kept until its checkpoint comes.</summary>
    public sealed record RecoverRecord(long Sequence, Blob Line) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.RecoverRecord;
    }

    /// <summary>A checkpoint of that run's log, over what the broker has and what came since. Answered with <see cref="RunRecovered"/>.</summary>
    public sealed record RecoverCheckpoint(Blob Note) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.RecoverCheckpoint;
    }

    /// <summary>The broker has the records before <paramref name="Next"/>.</summary>
    public sealed record RunKnown(SessionNumber Session, long Next) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.RunKnown;
    }

    /// <summary>How a part ended.</summary>
    /// <param name="Session">The session.</param>
    /// <param name="Next">The broker has the records before this one.</param>
    /// <param name="Code">Empty: everything under the checkpoint is durable at the broker. Else why it isn't.</param>
    /// <param name="Sentence">Empty, or why in words.</param>
    public sealed record RunRecovered(SessionNumber Session, long Next, string Code, string Sentence) : LinkMessage
    {
        /// <inheritdoc/>
        public override LinkMessageType Type => LinkMessageType.RunRecovered;
    }
}

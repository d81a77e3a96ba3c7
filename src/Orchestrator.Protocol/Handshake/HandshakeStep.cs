namespace Orchestrator.Protocol;

/// <summary>Where a handshake stands after a message.</summary>
public enum HandshakeProgress
{
    /// <summary>Send the reply, wait for the next message.</summary>
    Continue,

    /// <summary>Send the reply if there is one; the result can be taken.</summary>
    Completed,

    /// <summary>Over; end the connection with nothing more than a generic error.</summary>
    Failed,
}

/// <summary>What to do after a message.</summary>
/// <param name="Progress">Where the handshake stands.</param>
/// <param name="Reply">One whole record to send, or empty.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="Detail">The verifier's reason, when the identity was refused.</param>
public readonly record struct HandshakeStep(HandshakeProgress Progress, ReadOnlyMemory<byte> Reply, HandshakeFailure Failure, string Detail)
{
    internal static HandshakeStep Send(byte[] reply) => new(HandshakeProgress.Continue, reply, HandshakeFailure.None, "");

    internal static HandshakeStep Complete(byte[] reply) => new(HandshakeProgress.Completed, reply, HandshakeFailure.None, "");

    internal static HandshakeStep Fail(HandshakeFailure failure, string detail = "") => new(HandshakeProgress.Failed, default, failure, detail);
}

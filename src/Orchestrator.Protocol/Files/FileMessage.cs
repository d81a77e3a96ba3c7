using Orchestrator.Domain;

namespace Orchestrator.Protocol;

/// <summary>
/// What travels on a file channel: one message is one sealed record. The end that has the file sends <see cref="FileMessages.Begin"/>, slices, chunk hashes and
/// <see cref="FileMessages.Done"/>; the other end gives credit, confirms chunks, and answers Done when the file has its final name. Either may abort.
/// </summary>
public abstract record FileMessage
{
    /// <summary>The byte that names it on the wire.</summary>
    public abstract FileMessageType Type { get; }
}

/// <summary>The first byte of a file message. Numbers are never given twice.</summary>
public enum FileMessageType : byte
{
    /// <summary>See <see cref="FileMessages.Begin"/>.</summary>
    Begin = 0x01,

    /// <summary>See <see cref="FileMessages.Slice"/>.</summary>
    Slice = 0x02,

    /// <summary>See <see cref="FileMessages.ChunkHash"/>.</summary>
    ChunkHash = 0x03,

    /// <summary>See <see cref="FileMessages.Credit"/>.</summary>
    Credit = 0x04,

    /// <summary>See <see cref="FileMessages.Verified"/>.</summary>
    Verified = 0x05,

    /// <summary>See <see cref="FileMessages.Done"/>.</summary>
    Done = 0x06,

    /// <summary>See <see cref="FileMessages.Abort"/>.</summary>
    Abort = 0x07,
}

/// <summary>The messages of a file channel.</summary>
public static class FileMessages
{
    /// <summary>Which file comes; must be the one that the operator agreed to.</summary>
    public sealed record Begin(FileOffer File) : FileMessage
    {
        /// <inheritdoc/>
        public override FileMessageType Type => FileMessageType.Begin;
    }

    /// <summary>Bytes of a chunk, in order: at most <see cref="ProtocolLimits.MaxBulkData"/>, so four make a whole chunk.</summary>
    public sealed record Slice(uint Chunk, Blob Bytes) : FileMessage
    {
        /// <inheritdoc/>
        public override FileMessageType Type => FileMessageType.Slice;
    }

    /// <summary>A chunk is complete; its SHA-256.</summary>
    public sealed record ChunkHash(uint Chunk, Blob Sha256) : FileMessage
    {
        /// <inheritdoc/>
        public override FileMessageType Type => FileMessageType.ChunkHash;
    }

    /// <summary>So many more chunks may be sent.</summary>
    public sealed record Credit(ushort Chunks) : FileMessage
    {
        /// <inheritdoc/>
        public override FileMessageType Type => FileMessageType.Credit;
    }

    /// <summary>The chunk's hash matched and its bytes are written.</summary>
    public sealed record Verified(uint Chunk) : FileMessage
    {
        /// <inheritdoc/>
        public override FileMessageType Type => FileMessageType.Verified;
    }

    /// <summary>From the sender: every chunk was sent, and this is the hash of all. From the receiver: the whole hash matched and the file has its final name.</summary>
    public sealed record Done(Blob Sha256) : FileMessage
    {
        /// <inheritdoc/>
        public override FileMessageType Type => FileMessageType.Done;
    }

    /// <summary>It isn't coming: a stable code and a sentence for the person. Nothing takes its final name.</summary>
    public sealed record Abort(string Code, string Sentence) : FileMessage
    {
        /// <inheritdoc/>
        public override FileMessageType Type => FileMessageType.Abort;
    }
}

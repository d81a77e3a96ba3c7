namespace Orchestrator.Protocol;

/// <summary>Why a file didn't arrive. The code goes into abort messages and records; the sentence says what to do.</summary>
public sealed record FileFailure(string Code, string Sentence)
{
    /// <summary>Another file than the operator agreed to.</summary>
    public static FileFailure NotAgreed { get; } = new("file-not-agreed", "The file that began isn't the one that was agreed to. Ask again with the right file.");

    /// <summary>Messages in an order that no honest peer sends.</summary>
    public static FileFailure OutOfOrder { get; } = new("file-out-of-order", "The transfer broke its own rules and was stopped. Ask again; if it repeats, check both programs' versions.");

    /// <summary>A chunk whose hash differs.</summary>
    public static FileFailure ChunkDiffers { get; } = new("file-chunk-differs", "A part of the file arrived changed. Nothing was kept; send it again.");

    /// <summary>The whole file's hash differs.</summary>
    public static FileFailure HashDiffers { get; } = new("file-hash-differs", "The file that arrived isn't the file that was agreed to. Nothing was kept; ask again with the right file.");

    /// <summary>The file changed while it was sent.</summary>
    public static FileFailure Changed { get; } = new("file-changed", "The file changed while it was being sent. Nothing was kept; send it again when nothing writes to it.");

    /// <summary>Larger than allowed.</summary>
    public static FileFailure TooLarge { get; } = new("file-too-large", "The file is larger than this session allows.");

    /// <summary>It can't be read at the sending end.</summary>
    public static FileFailure Unreadable { get; } = new("file-unreadable", "The file can't be read. Check that it exists and that nothing else holds it.");

    /// <summary>It can't be written at the receiving end.</summary>
    public static FileFailure Unwritable { get; } = new("file-unwritable", "The file can't be written: the disk is full, or the folder refuses it. Nothing was kept.");
}

/// <summary>Where a transfer stands at one end.</summary>
public enum FileProgress
{
    /// <summary>Not begun.</summary>
    Waiting,

    /// <summary>Bytes move.</summary>
    Moving,

    /// <summary>Every byte is sent or received; the last confirmation is out.</summary>
    Finishing,

    /// <summary>The file has its final name.</summary>
    Done,

    /// <summary>It isn't coming; see the failure.</summary>
    Failed,
}

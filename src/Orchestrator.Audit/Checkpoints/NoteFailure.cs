namespace Orchestrator.Audit.Checkpoints;

/// <summary>Why a signed note or checkpoint is refused.</summary>
public enum NoteFailure
{
    /// <summary>It isn't refused.</summary>
    None,

    /// <summary>Longer than <see cref="CheckpointLimits.NoteBytes"/>, or too many signatures.</summary>
    TooLarge,

    /// <summary>Not UTF-8, or control characters in it.</summary>
    BadText,

    /// <summary>Blank line, signature lines or final newline aren't where they belong.</summary>
    BadShape,

    /// <summary>A signature line isn't "— name base64".</summary>
    BadSignatureLine,

    /// <summary>The text isn't origin, size, root: one line each, nothing behind.</summary>
    BadCheckpoint,

    /// <summary>The origin isn't the one that was expected.</summary>
    WrongOrigin,

    /// <summary>No signature by the expected key.</summary>
    NoKnownSignature,

    /// <summary>A signature names the expected key and doesn't verify.</summary>
    BadSignature,
}

namespace Orchestrator.Audit.Checkpoints;

/// <summary>How much a signed note may hold.</summary>
public static class CheckpointLimits
{
    /// <summary>Bytes of a whole note: sixteen signatures of the largest kind in use would not be ours; 16 KiB holds all Ed25519 ones.</summary>
    public const int NoteBytes = 16 * 1024;

    /// <summary>Signature lines: the note format asks verifiers to take at least 16.</summary>
    public const int Signatures = 16;

    /// <summary>Characters of an origin or key name: a domain (253) and a run.</summary>
    public const int NameCharacters = 320;
}

namespace Orchestrator.Domain;

/// <summary>What one capability may move.</summary>
/// <param name="MaxBytes">Largest file.</param>
/// <param name="Types">By the last extension.</param>
/// <param name="Folders">At the instrument.</param>
public sealed record FileLimits(long MaxBytes, FileTypes Types, Folders Folders)
{
    /// <summary>Nothing limited.</summary>
    public static FileLimits Any { get; } = new(long.MaxValue, FileTypes.Any, Folders.Any);

    /// <summary>The stricter of both in every respect.</summary>
    public FileLimits Tighten(FileLimits other) => new(Math.Min(MaxBytes, other.MaxBytes), Types.And(other.Types), Folders.And(other.Folders));
}

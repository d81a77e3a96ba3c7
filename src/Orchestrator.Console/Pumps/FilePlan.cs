using Orchestrator.Domain;

namespace Orchestrator.Technicians.Pumps;

/// <summary>Where a file of the next file channel lies, or goes.</summary>
/// <param name="Path">The local file; for a fetch also a folder, then the file keeps its own name.</param>
/// <param name="Force">A fetched file may replace one that is there.</param>
/// <param name="Offer">What was hashed before it was offered; null for a fetch.</param>
internal sealed record FilePlan(string Path, bool Force, FileOffer? Offer);

/// <summary>A pump that moves one file.</summary>
internal interface IFilePump
{
    /// <summary>The transfer's end: done or failed.</summary>
    Task<Transfer> Result { get; }

    /// <summary>The instrument says that the file is whole at the receiving end.</summary>
    void Completed();

    /// <summary>It isn't coming.</summary>
    void Fail(string sentence);
}

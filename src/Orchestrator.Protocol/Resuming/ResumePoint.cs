using Orchestrator.Domain;

namespace Orchestrator.Protocol;

/// <summary>Where one channel stands at the end that says so.</summary>
/// <param name="Channel">The channel; open at this end.</param>
/// <param name="Next">The sequence that it expects next: everything before is opened.</param>
/// <param name="Sealed">How many records it has sealed itself.</param>
/// <param name="PendingMilliseconds">Age of the oldest record of its own that the other end hasn't acknowledged; 0 when there is none.</param>
public sealed record ResumePoint(ChannelId Channel, ulong Next, ulong Sealed, uint PendingMilliseconds);

/// <summary>An opened RESUME.</summary>
/// <param name="Generation">Greater than every earlier one of the same direction.</param>
/// <param name="Points">One for each channel that is open at its sender; channel 0 is among them.</param>
public sealed record Resume(ulong Generation, IReadOnlyList<ResumePoint> Points)
{
    /// <summary>What it says about a channel; null when its sender doesn't have that channel open.</summary>
    public ResumePoint? Of(ChannelId channel) => Points.FirstOrDefault(point => point.Channel == channel);
}

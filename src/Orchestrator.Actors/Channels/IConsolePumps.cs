using Orchestrator.Domain;

namespace Orchestrator.Actors.Channels;

/// <summary>Makes the console's pump of a channel that the instrument opened.</summary>
public interface IConsolePumps
{
    /// <summary>A pump for one channel. <paramref name="requestId"/> names the ask that it came from, so that a file's local place is known.</summary>
    IChannelPump Create(ChannelId channel, Capability capability, FileOffer? file, uint requestId);
}

using System.IO.Pipelines;

namespace Orchestrator.Links.Channels;

/// <summary>One channel's end of the wire.</summary>
public interface IWireChannel
{
    /// <summary>Payload in and out.</summary>
    IDuplexPipe Pipe { get; }

    /// <summary>Cuts the channel: its keys are gone and its pipes are completed when this returns.</summary>
    void Cut();

    /// <summary>Records and bytes so far, headers included; late records of a cut channel count too.</summary>
    ChannelCounts Counts { get; }
}

using Orchestrator.Actors.Channels;
using Orchestrator.Rfb;
using PumpEnd = Orchestrator.Actors.Channels.PumpEnd;

namespace Orchestrator.QuickSupport.Pumps;

/// <summary>What a screen pump's end means for its channel.</summary>
internal static class PumpEnds
{
    /// <summary>The channel was cut.</summary>
    public static PumpEnd Cut { get; } = new(PumpOutcome.Cut);

    /// <summary>Translates.</summary>
    public static PumpEnd Of(Rfb.PumpEnd end) => end.Kind switch
    {
        PumpEndKind.ProtocolFault => new PumpEnd(PumpOutcome.Violation, $"{end.Fault}: {end.Detail}"),
        PumpEndKind.StaleInput => new PumpEnd(PumpOutcome.Failed, ChannelEnds.StaleInput),
        _ => Cut,
    };
}

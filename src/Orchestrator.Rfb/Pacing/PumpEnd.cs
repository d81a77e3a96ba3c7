namespace Orchestrator.Rfb;

/// <summary>How a pump ended.</summary>
/// <param name="Kind">What ended it.</param>
/// <param name="Fault">Named reason when the other side broke the protocol.</param>
/// <param name="Detail">For the log; numbers, never payload.</param>
public sealed record PumpEnd(PumpEndKind Kind, RfbFault? Fault = null, string Detail = "");

/// <summary>What ended a pump.</summary>
public enum PumpEndKind
{
    /// <summary>The channel was cut or completed.</summary>
    ChannelEnded,

    /// <summary>The caller's token.</summary>
    Cancelled,

    /// <summary>Input waited for a lost link longer than it may be late.</summary>
    StaleInput,

    /// <summary>The other side broke the protocol.</summary>
    ProtocolFault,
}

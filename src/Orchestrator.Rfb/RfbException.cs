namespace Orchestrator.Rfb;

/// <summary>Bytes of the other side that break the protocol. Ends the channel or the viewer that sent them, nothing else.</summary>
public sealed class RfbException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="fault">The named reason.</param>
    /// <param name="detail">What was found, in numbers; never payload.</param>
    public RfbException(RfbFault fault, string detail)
        : base($"{fault}: {detail}") => Fault = fault;

    /// <summary>The named reason.</summary>
    public RfbFault Fault { get; }
}

using System.IO.Pipelines;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;

namespace Orchestrator.Actors.Channels;

/// <summary>
/// What moves bytes between one channel and the world: screen, input, a file, a clipboard. The faces implement it;
/// the channel actor starts it, cuts it, and is told how it ended.
/// </summary>
public interface IChannelPump : IAsyncDisposable
{
    /// <summary>
    /// Runs until the channel or the work is over. Reads the gate before each effect: nothing is captured, injected, read or written while it isn't open.
    /// Cancellation ends it within 250 ms.
    /// </summary>
    Task<PumpEnd> RunAsync(IDuplexPipe channel, ChannelGate gate, CancellationToken cancellationToken);

    /// <summary>Returns once nothing is in flight: no capture under way, every injected event taken by the display server, every key released. Budget: 1 s.</summary>
    ValueTask QuiesceAsync(CancellationToken cancellationToken);
}

/// <summary>Makes the pump of a channel that was just opened.</summary>
public interface IChannelPumps
{
    /// <summary>A pump for one channel. <paramref name="path"/> is the place that the operator agreed to, for a file at the instrument.</summary>
    IChannelPump Create(ChannelId channel, Capability capability, FileOffer? file, string? path);
}

/// <summary>How a pump ended.</summary>
/// <param name="Outcome">What it means for the channel.</param>
/// <param name="Detail">One sentence for people.</param>
/// <param name="File">The file that is whole now, for a file channel that is done.</param>
public sealed record PumpEnd(PumpOutcome Outcome, string Detail = "", FileOffer? File = null);

/// <summary>What a pump's end means.</summary>
public enum PumpOutcome
{
    /// <summary>The channel was cut; the session knows why.</summary>
    Cut,

    /// <summary>The work is done: the file is whole.</summary>
    Done,

    /// <summary>The work can't be done; the detail says why.</summary>
    Failed,

    /// <summary>The peer broke the channel's protocol.</summary>
    Violation,
}

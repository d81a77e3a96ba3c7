using System.Buffers;
using Orchestrator.Protocol;

namespace Orchestrator.Links.Multiplexing;

/// <summary>Takes what a link brings, in order. Each call is awaited before the next record is read: that is the back-pressure.</summary>
public interface ILinkReceiver
{
    /// <summary>A message of the other side. A result ends the link.</summary>
    ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken);

    /// <summary>A record between the peers; <paramref name="whole"/> is valid until the call ends. A result ends the link.</summary>
    ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken);
}

/// <summary>How a link ended.</summary>
/// <param name="Kind">In order or not.</param>
/// <param name="Detail">For the log, never for the peer.</param>
public sealed record LinkOutcome(LinkOutcomeKind Kind, string Detail)
{
    /// <summary>The other side said good-bye.</summary>
    public static LinkOutcome Orderly { get; } = new(LinkOutcomeKind.Orderly, "");

    /// <summary>This side ended it.</summary>
    public static LinkOutcome Local { get; } = new(LinkOutcomeKind.Local, "");

    /// <summary>The connection broke.</summary>
    public static LinkOutcome Lost(string detail) => new(LinkOutcomeKind.Lost, detail);

    /// <summary>The other side broke the protocol; the detail names the check.</summary>
    public static LinkOutcome Violation(string detail) => new(LinkOutcomeKind.Violation, detail);
}

/// <summary>In order or not.</summary>
public enum LinkOutcomeKind
{
    /// <summary>The other side closed under its keys.</summary>
    Orderly,

    /// <summary>This side closed.</summary>
    Local,

    /// <summary>The connection ended without a close.</summary>
    Lost,

    /// <summary>A check failed.</summary>
    Violation,
}

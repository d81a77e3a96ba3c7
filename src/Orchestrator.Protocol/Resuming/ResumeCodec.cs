using System.Collections.Immutable;
using Orchestrator.Domain;

namespace Orchestrator.Protocol;

/// <summary>
/// Payload of a RESUME: count u8, then for each channel its number u32, next u64, sealed u64, pending u32; numbers grow, channel 0 is first. What decodes
/// encodes to the same bytes.
/// </summary>
public static class ResumeCodec
{
    private const int PointBytes = 24;

    /// <summary>Bytes of the shortest payload: channel 0 alone.</summary>
    public const int MinBytes = 1 + PointBytes;

    /// <summary>Bytes of the longest payload.</summary>
    public const int MaxBytes = 1 + (ProtocolLimits.MaxOpenChannels * PointBytes);

    /// <summary>The payload.</summary>
    /// <exception cref="ArgumentException">No point, or more than there can be channels.</exception>
    public static byte[] Encode(IReadOnlyList<ResumePoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count is 0 or > ProtocolLimits.MaxOpenChannels)
            throw new ArgumentException($"A RESUME names 1 to {ProtocolLimits.MaxOpenChannels} channels, not {points.Count}.", nameof(points));
        var to = new WireWriter();
        to.Byte((byte)points.Count);
        foreach (var point in points.OrderBy(point => point.Channel.Value))
        {
            to.UInt32(point.Channel.Value);
            to.UInt64(point.Next);
            to.UInt64(point.Sealed);
            to.UInt32(point.PendingMilliseconds);
        }

        return to.ToArray();
    }

    /// <summary>Reads a payload; null when it isn't one.</summary>
    public static IReadOnlyList<ResumePoint>? Decode(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty || payload[0] is 0 or > ProtocolLimits.MaxOpenChannels)
            return null;
        var from = new WireReader(payload[1..]);
        var points = ImmutableArray.CreateBuilder<ResumePoint>(payload[0]);
        for (var i = 0; i < payload[0]; i++)
        {
            var point = new ResumePoint(new ChannelId(from.UInt32()), from.UInt64(), from.UInt64(), from.UInt32());
            var isInOrder = i == 0 ? point.Channel == ChannelId.Control : point.Channel.Value > points[^1].Channel.Value;
            if (!isInOrder)
                return null;
            points.Add(point);
        }

        return from.Finish() == MessageFault.None ? points.MoveToImmutable() : null;
    }
}

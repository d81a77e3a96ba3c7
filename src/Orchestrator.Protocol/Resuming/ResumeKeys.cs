using System.Security.Cryptography;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Protocol;

/// <summary>
/// Seals and opens RESUME at one end: outside every channel's sequence, each generation under a key of its own, so that nothing is ever sealed twice
/// under one. A generation that isn't greater than every earlier one of its direction is refused. Not for several threads: its owner holds a lock.
/// </summary>
internal sealed class ResumeKeys(byte[] send, byte[] receive, IAeadWatch? watch) : IDisposable
{
    private ulong _sent;
    private ulong _received;

    /// <summary>One whole record.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The generation isn't greater than the last one: a fault of the caller.</exception>
    public byte[] Seal(ulong generation, IReadOnlyList<ResumePoint> points)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(generation, _sent);
        _sent = generation;
        var payload = ResumeCodec.Encode(points);
        var record = new byte[RecordHeader.Size + payload.Length + ProtocolLimits.TagBytes];
        new RecordHeader(FrameType.PeerResume, ChannelId.Control, 0, generation, (ushort)(payload.Length + ProtocolLimits.TagBytes)).Write(record);
        using var keys = new EpochKeys(KeySchedule.ResumeGeneration(send, generation), 0, watch);
        keys.Seal(generation, record.AsSpan(0, RecordHeader.Size), payload, record.AsSpan(RecordHeader.Size));
        return record;
    }

    /// <summary>Opens one whole record; null with the failure when it isn't a new one of the peer's.</summary>
    public Resume? Open(ReadOnlySpan<byte> record, out RecordFailure failure)
    {
        failure = RecordFailure.None;
        var header = RecordHeader.Read(record);
        if (header.Sequence <= _received)
        {
            failure = RecordFailure.StaleResume;
            return null;
        }

        var payload = new byte[header.Length - ProtocolLimits.TagBytes];
        using var keys = new EpochKeys(KeySchedule.ResumeGeneration(receive, header.Sequence), 0, watch);
        if (!keys.TryOpen(header.Sequence, record[..RecordHeader.Size], record[RecordHeader.Size..], payload))
        {
            failure = RecordFailure.Forged;
            return null;
        }

        _received = header.Sequence;
        var points = ResumeCodec.Decode(payload);
        failure = points is null ? RecordFailure.Malformed : RecordFailure.None;
        return points is null ? null : new Resume(header.Sequence, points);
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(send);
        CryptographicOperations.ZeroMemory(receive);
    }
}

using Orchestrator.Domain;
using Orchestrator.Protocol;

namespace Orchestrator.Adversary.Stage;

/// <summary>Frames that nobody honest makes.</summary>
internal static class Frames
{
    /// <summary>Room for a header, and a body of zeros.</summary>
    public static byte[] Empty(int body) => new byte[RecordHeader.Size + body];

    /// <summary>The same body under another header, of epoch 0.</summary>
    public static byte[] With(this byte[] frame, FrameType type, uint channel, ulong sequence)
    {
        var changed = frame.ToArray();
        new RecordHeader(type, new ChannelId(channel), 0, sequence, (ushort)(frame.Length - RecordHeader.Size)).Write(changed);
        return changed;
    }
}

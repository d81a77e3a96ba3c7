using System.Buffers.Binary;

namespace Orchestrator.Protocol;

/// <summary>
/// Gives every input message one payload size, so that the length on the wire doesn't tell a key from a movement. Layout: length (2 bytes, big-endian), message,
/// zeros up to <see cref="ProtocolLimits.InputPayload"/>.
/// </summary>
public static class InputPadding
{
    /// <summary>Longest message that fits.</summary>
    public const int MaxMessage = ProtocolLimits.InputPayload - 2;

    /// <summary>The padded payload.</summary>
    /// <exception cref="ArgumentException">Empty or longer than <see cref="MaxMessage"/>.</exception>
    public static byte[] Pad(ReadOnlySpan<byte> message)
    {
        if (message.Length is 0 or > MaxMessage)
            throw new ArgumentException($"An input message has 1 to {MaxMessage} bytes, not {message.Length}.", nameof(message));
        var payload = new byte[ProtocolLimits.InputPayload];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)message.Length);
        message.CopyTo(payload.AsSpan(2));
        return payload;
    }

    /// <summary>The message in a padded payload; false when size, length or a padding byte is wrong.</summary>
    public static bool TryUnpad(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> message)
    {
        message = default;
        if (payload.Length != ProtocolLimits.InputPayload)
            return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (length is 0 or > MaxMessage || payload[(2 + length)..].ContainsAnyExcept((byte)0))
            return false;
        message = payload.Slice(2, length);
        return true;
    }
}

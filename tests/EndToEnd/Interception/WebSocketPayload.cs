using System.Buffers.Binary;

namespace Orchestrator.EndToEnd.Interception;

/// <summary>Takes the payloads out of one direction of a WebSocket connection. What a client sends is masked, which would hide a secret from a search.</summary>
internal static class WebSocketPayload
{
    /// <summary>All payloads behind the HTTP head, unmasked, one after the other; empty where there are none.</summary>
    public static byte[] Of(ReadOnlySpan<byte> bytes)
    {
        using var payload = new MemoryStream();
        var rest = bytes.IndexOf("\r\n\r\n"u8) is var head and >= 0 ? bytes[(head + 4)..] : [];
        while (rest.Length >= 2)
        {
            var (isMasked, length, at) = ((rest[1] & 0x80) != 0, (long)(rest[1] & 0x7f), 2);
            if (length == 126 && rest.Length >= 4)
            {
                (length, at) = (BinaryPrimitives.ReadUInt16BigEndian(rest[2..]), 4);
            }
            else if (length == 127 && rest.Length >= 10)
            {
                (length, at) = (BinaryPrimitives.ReadInt64BigEndian(rest[2..]), 10);
            }

            var mask = isMasked && rest.Length >= at + 4 ? rest.Slice(at, 4) : default;
            at += isMasked ? 4 : 0;
            if (rest.Length < at + length)
            {
                break;
            }

            var data = rest.Slice(at, (int)length).ToArray();
            for (var i = 0; !mask.IsEmpty && i < data.Length; i++)
            {
                data[i] ^= mask[i % 4];
            }

            payload.Write(data);
            rest = rest[(at + (int)length)..];
        }

        return payload.ToArray();
    }
}

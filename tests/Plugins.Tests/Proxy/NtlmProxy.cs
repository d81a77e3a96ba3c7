using System.Buffers.Binary;
using System.Text;
using Orchestrator.Plugins.Conformance.Proxy;

namespace Orchestrator.Plugins.Tests.Proxy;

/// <summary>The proxy's side of NTLM, as far as a challenge that a client can answer; it accepts nobody.</summary>
internal static class NtlmProxy
{
    /// <summary>Serves one connection: challenges, and refuses what comes.</summary>
    /// <param name="stream">The proxy's end.</param>
    /// <param name="offer">Value of Proxy-Authenticate before NTLM has begun.</param>
    /// <param name="body">Length headers and body of the answer that carries the challenge.</param>
    /// <param name="requests">Where each request is noted.</param>
    public static async Task ServeAsync(Stream stream, string offer, string body = "Content-Length: 0\r\n\r\n", IList<string>? requests = null)
    {
        while (await ScriptedProxy.ReadRequestAsync(stream) is { Length: > 0 } request)
        {
            requests?.Add(request);
            var answer = IsFirstMessage(request)
                ? $"HTTP/1.1 407 No\r\nProxy-Authenticate: NTLM {Convert.ToBase64String(Challenge())}\r\n{body}"
                : $"HTTP/1.1 407 No\r\nProxy-Authenticate: {offer}\r\nContent-Length: 0\r\n\r\n";
            await ScriptedProxy.WriteAsync(stream, answer);
        }
    }

    /// <summary>True for a request with NTLM's first message.</summary>
    public static bool IsFirstMessage(string request) => request.Contains("NTLM TlRMTVNTUAAB", StringComparison.Ordinal);

    /// <summary>True for a request with NTLM's proof.</summary>
    public static bool IsProof(string request) => request.Contains("NTLM TlRMTVNTUAAD", StringComparison.Ordinal);

    /// <summary>CHALLENGE_MESSAGE ([MS-NLMP] 2.2.1.2) of the domain LAB.</summary>
    private static byte[] Challenge()
    {
        // Unicode, target, sign, seal, NTLM, always sign, domain, extended session security, target info, version, 128 bit, key exchange, 56 bit.
        const uint flags = 0xE28A8235;
        var name = Encoding.Unicode.GetBytes("LAB");
        byte[] info = [2, 0, (byte)name.Length, 0, .. name, 1, 0, (byte)name.Length, 0, .. name, 0, 0, 0, 0];
        var message = new byte[56 + name.Length + info.Length];
        "NTLMSSP\0"u8.CopyTo(message);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(8), 2);
        Field(message.AsSpan(12), name.Length, 56);
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(20), flags);
        "01234567"u8.CopyTo(message.AsSpan(24));
        Field(message.AsSpan(40), info.Length, 56 + name.Length);
        name.CopyTo(message.AsSpan(56));
        info.CopyTo(message.AsSpan(56 + name.Length));
        return message;
    }

    private static void Field(Span<byte> at, int length, int offset)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(at, (ushort)length);
        BinaryPrimitives.WriteUInt16LittleEndian(at[2..], (ushort)length);
        BinaryPrimitives.WriteInt32LittleEndian(at[4..], offset);
    }
}

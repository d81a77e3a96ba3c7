using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Plugins.Transport.WebSocket;

/// <summary>What both halves of the upgrade (RFC 6455, section 4) must agree on.</summary>
internal static class Upgrade
{
    /// <summary>Where the broker mounts the accepting half.</summary>
    public const string Path = "/link/ws";

    /// <summary>Subprotocol; asked for and answered, so that some other WebSocket server never passes for a broker.</summary>
    public const string Protocol = "orchestrator.link.1";

    /// <summary>The only version of the protocol (RFC 6455, section 4.1).</summary>
    public const string Version = "13";

    /// <summary>Random bytes in a key.</summary>
    public const int KeyBytes = 16;

    private const string Suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>The answer to a key.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 prescribes SHA-1 here; it shows that a WebSocket server answered, and protects nothing.")]
    public static string Accept(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Suffix)));

    /// <summary>True for the base64 form of 16 bytes, and no other spelling of them.</summary>
    public static bool IsKey(string? key)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes + 2];
        return key is { Length: 24 } && Convert.TryFromBase64String(key, bytes, out var written) && written == KeyBytes
            && Convert.ToBase64String(bytes[..KeyBytes]) == key;
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Worlds;
using Orchestrator.Testbed.SimulatedNetwork.Network;

namespace Orchestrator.Testbed.SimulatedNetwork.Servers;

/// <summary>SOCKS 5 (RFC 1928) with or without user and password (RFC 1929); CONNECT alone, names resolved here.</summary>
internal sealed class SocksProxy(ProxySetup setup, Internet internet)
{
    private const byte Version = 5;
    private const byte NoneAcceptable = 0xFF;

    private enum Reply : byte
    {
        Done = 0,
        NotAllowed = 2,
        HostUnreachable = 4,
        Refused = 5,
        CommandUnknown = 7,
    }

    /// <summary>Serves one connection.</summary>
    public async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        var greeting = await ReadAsync(stream, 2, cancellationToken);
        var methods = await ReadAsync(stream, greeting[1], cancellationToken);
        var wanted = setup.Schemes.IsEmpty ? (byte)0 : (byte)2;
        var isOffered = greeting[0] == Version && methods.Contains(wanted);
        await stream.WriteAsync(new[] { Version, isOffered ? wanted : NoneAcceptable }, cancellationToken);
        if (!isOffered || (wanted == 2 && !await IsKnownAsync(stream, cancellationToken)))
            return;
        var request = await ReadAsync(stream, 4, cancellationToken);
        var host = await HostAsync(stream, request[3], cancellationToken);
        var port = BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(stream, 2, cancellationToken));
        var (reply, inner) = request[1] == 1 ? Open(host, port) : (Reply.CommandUnknown, null);
        await stream.WriteAsync(new byte[] { Version, (byte)reply, 0, 1, 0, 0, 0, 0, 0, 0 }, cancellationToken);
        if (inner is null)
            return;
        await using (inner)
        {
            var idle = setup.CutsIdleAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
            await Relay.RunAsync(stream, inner, idle, internet.Time, cancellationToken);
        }
    }

    private (Reply Reply, Stream? Inner) Open(string host, int port)
    {
        if (setup.Denies && host == SiteNames.Broker)
            return (Reply.NotAllowed, null);
        try
        {
            return (Reply.Done, internet.Connect(host, port));
        }
        catch (SocketException problem)
        {
            return (problem.SocketErrorCode == SocketError.HostNotFound ? Reply.HostUnreachable : Reply.Refused, null);
        }
    }

    private static async Task<bool> IsKnownAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = await ReadAsync(stream, 2, cancellationToken);
        var user = Encoding.UTF8.GetString(await ReadAsync(stream, head[1], cancellationToken));
        var length = await ReadAsync(stream, 1, cancellationToken);
        var password = Encoding.UTF8.GetString(await ReadAsync(stream, length[0], cancellationToken));
        var isKnown = user == SiteNames.User && password == SiteNames.Password;
        await stream.WriteAsync(new byte[] { 1, isKnown ? (byte)0 : (byte)1 }, cancellationToken);
        return isKnown;
    }

    private static async Task<string> HostAsync(Stream stream, byte kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case 1:
                return new IPAddress(await ReadAsync(stream, 4, cancellationToken)).ToString();
            case 4:
                return new IPAddress(await ReadAsync(stream, 16, cancellationToken)).ToString();
            default:
                var length = await ReadAsync(stream, 1, cancellationToken);
                return Encoding.ASCII.GetString(await ReadAsync(stream, length[0], cancellationToken));
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}

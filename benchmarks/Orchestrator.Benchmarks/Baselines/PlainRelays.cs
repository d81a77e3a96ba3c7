using System.Net.Security;
using System.Net.WebSockets;
using System.Text;
using Orchestrator.Benchmarks.Relaying;

namespace Orchestrator.Benchmarks.Baselines;

/// <summary>The same number of bytes, in pieces of the same size, through the simplest relays that could do.</summary>
internal static class PlainRelays
{
    /// <summary>Two TLS connections.</summary>
    public static async Task<RelayCost> TlsAsync(RelayLoad load, CancellationToken cancellationToken)
    {
        await using var relay = await BaselineProcess.StartAsync("tls", cancellationToken);
        await using var from = await relay.ConnectAsync(cancellationToken);
        await using var to = await relay.ConnectAsync(cancellationToken);
        return await RelayCost.MeasureAsync(relay.Process, load, () => SendAsync(from, load, cancellationToken), count => DrainAsync(to, count, cancellationToken));
    }

    /// <summary>Two WebSockets over TLS on Kestrel.</summary>
    public static async Task<RelayCost> WebSocketAsync(RelayLoad load, CancellationToken cancellationToken)
    {
        await using var relay = await BaselineProcess.StartAsync("websocket", cancellationToken);
        using var from = await UpgradeAsync(await relay.ConnectAsync(cancellationToken), cancellationToken);
        using var to = await UpgradeAsync(await relay.ConnectAsync(cancellationToken), cancellationToken);
        return await RelayCost.MeasureAsync(relay.Process, load, () => SendAsync(from, load, cancellationToken), count => DrainAsync(to, count, cancellationToken));
    }

    private static async Task<WebSocket> UpgradeAsync(SslStream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"), cancellationToken);
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            head.Append((char)one[0]);
        }

        return WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = false });
    }

    private static async Task SendAsync(SslStream stream, RelayLoad load, CancellationToken cancellationToken)
    {
        var piece = load.Piece();
        for (var i = 0; i < load.Pieces; i++)
        {
            await stream.WriteAsync(piece, cancellationToken);
        }
    }

    private static async Task SendAsync(WebSocket socket, RelayLoad load, CancellationToken cancellationToken)
    {
        var piece = load.Piece();
        for (var i = 0; i < load.Pieces; i++)
        {
            await socket.SendAsync(piece, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
    }

    private static async Task DrainAsync(SslStream stream, Action<int> count, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            count(read);
        }
    }

    private static async Task DrainAsync(WebSocket socket, Action<int> count, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (true)
        {
            count((await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken)).Count);
        }
    }
}

using System.Buffers.Binary;
using System.Net.Sockets;

namespace Orchestrator.EndToEnd.RealScreen;

/// <summary>A viewer at the console's local server, reduced to what it takes to press keys and to click.</summary>
internal sealed class ViewerHand : IAsyncDisposable
{
    /// <summary>Enter's keysym.</summary>
    public const uint Enter = 0xFF0D;

    private readonly NetworkStream _stream;

    private ViewerHand(NetworkStream stream) => _stream = stream;

    /// <summary>Connects to the console's socket.</summary>
    public static async Task<ViewerHand> ConnectAsync(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        var stream = new NetworkStream(socket, ownsSocket: true);
        await stream.ReadExactlyAsync(new byte[12]);
        await stream.WriteAsync("RFB 003.008\n"u8.ToArray());
        await stream.ReadExactlyAsync(new byte[2]); // one type: None
        await stream.WriteAsync(new byte[] { 1 });
        await stream.ReadExactlyAsync(new byte[4]);
        await stream.WriteAsync(new byte[] { 1 });
        return new ViewerHand(stream);
    }

    /// <summary>Presses and releases a key so many times, as fast as the console takes it.</summary>
    public async Task TypeAsync(uint keysym, int times = 1)
    {
        var message = new byte[16];
        for (var half = 0; half < 2; half++)
        {
            message[half * 8] = 4;
            message[(half * 8) + 1] = (byte)(1 - half);
            BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan((half * 8) + 4), keysym);
        }

        for (var time = 0; time < times; time++)
            await _stream.WriteAsync(message);
    }

    /// <summary>Clicks with the left button.</summary>
    public async Task ClickAsync(int x, int y)
    {
        foreach (var buttons in (byte[])[0, 1, 0])
            await _stream.WriteAsync(new byte[] { 5, buttons, (byte)(x >> 8), (byte)x, (byte)(y >> 8), (byte)y });
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}

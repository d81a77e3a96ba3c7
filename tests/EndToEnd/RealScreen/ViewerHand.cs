using System.Buffers.Binary;
using System.Net.Sockets;

namespace Orchestrator.EndToEnd.RealScreen;

/// <summary>A viewer at the console's local server, reduced to what it takes to press keys and to click.</summary>
internal sealed class ViewerHand : IAsyncDisposable
{
    /// <summary>Enter's keysym.</summary>
    public const uint Enter = 0xFF0D;

    private readonly NetworkStream _stream;
    private bool _isInitialised;

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

    /// <summary>Returns when the console has dealt with everything sent before: it answers requests in their order. A picture must have come.</summary>
    public async Task SettleAsync()
    {
        if (!_isInitialised)
        {
            var init = await ReadAsync(24);
            await ReadAsync(BinaryPrimitives.ReadInt32BigEndian(init.AsSpan(20))); // the name
            _isInitialised = true;
        }

        await _stream.WriteAsync(new byte[] { 3, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF });
        var head = await ReadAsync(4);
        for (var rectangles = BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2)); rectangles > 0; rectangles--)
        {
            var rectangle = await ReadAsync(12);
            await ReadAsync(BinaryPrimitives.ReadUInt16BigEndian(rectangle.AsSpan(4)) * BinaryPrimitives.ReadUInt16BigEndian(rectangle.AsSpan(6)) * 4);
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task<byte[]> ReadAsync(int length)
    {
        var bytes = new byte[length];
        await _stream.ReadExactlyAsync(bytes);
        return bytes;
    }
}

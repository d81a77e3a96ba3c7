using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb.Tests;

/// <summary>A small RFB client, written apart from the server: its picture holds each pixel's bytes as they came, as a little-endian word.</summary>
internal sealed class TestViewer(Stream stream) : IDisposable
{
    private ZrleDecoder? zrle;

    public PixelFormat Format { get; private set; } = PixelFormat.Bgrx;

    public Framebuffer Picture { get; private set; } = new(1, 1);

    public string Name { get; private set; } = "";

    public List<int> Encodings { get; } = [];

    public string? CutText { get; private set; }

    public byte[]? ColourMap { get; private set; }

    public static async Task<TestViewer> ConnectAsync(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        return new TestViewer(new NetworkStream(socket, ownsSocket: true));
    }

    public static async Task<TestViewer> ConnectAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        return new TestViewer(client.GetStream());
    }

    /// <summary>Handshake up to the SecurityResult; returns it (0: fine; None before 3.8 has none).</summary>
    public async Task<uint> GreetAsync(string version, string? password = null)
    {
        Assert.Equal("RFB 003.008\n", Encoding.ASCII.GetString(await ReadAsync(12)));
        await WriteAsync(Encoding.ASCII.GetBytes($"RFB {version}\n"));
        var type = password is null ? 1 : 2;
        if (version == "003.003")
        {
            Assert.Equal((uint)type, await ReadNumberAsync());
        }
        else
        {
            Assert.Equal([1, (byte)type], await ReadAsync(2));
            await WriteAsync([(byte)type]);
        }

        if (password is not null)
            await WriteAsync(VncAuth.Respond(password, await ReadAsync(16)));
        return password is not null || version == "003.008" ? await ReadNumberAsync() : 0;
    }

    public async Task InitAsync()
    {
        await WriteAsync([1]);
        var init = await ReadAsync(24);
        Format = PixelFormat.Read(init.AsSpan(4));
        Assert.Equal(PixelFormat.Bgrx, Format);
        Resize(BinaryPrimitives.ReadUInt16BigEndian(init), BinaryPrimitives.ReadUInt16BigEndian(init.AsSpan(2)));
        Name = Encoding.UTF8.GetString(await ReadAsync(BinaryPrimitives.ReadInt32BigEndian(init.AsSpan(20))));
    }

    public Task SetFormatAsync(PixelFormat format)
    {
        Format = format;
        var message = new byte[4 + PixelFormat.WireLength];
        format.Write(message.AsSpan(4));
        return WriteAsync(message);
    }

    public Task SetEncodingsAsync(params int[] encodings)
    {
        var message = new byte[4 + (encodings.Length * 4)];
        message[0] = 2;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)encodings.Length);
        for (var i = 0; i < encodings.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4 + (i * 4)), encodings[i]);
        return WriteAsync(message);
    }

    public Task RequestAsync(bool incremental) => WriteAsync([3, incremental ? (byte)1 : (byte)0, 0, 0, 0, 0, 255, 255, 255, 255]);

    public async Task WriteAsync(byte[] bytes) => await stream.WriteAsync(bytes);

    /// <summary>Reads messages up to the end of the next update.</summary>
    public async Task ReadUpdateAsync()
    {
        while (true)
        {
            var type = (await ReadAsync(1))[0];
            switch (type)
            {
                case 0:
                    var count = BinaryPrimitives.ReadUInt16BigEndian((await ReadAsync(3)).AsSpan(1));
                    Encodings.Clear();
                    for (var i = 0; i < count; i++)
                        await ReadRectangleAsync();
                    return;
                case 1:
                    var entries = BinaryPrimitives.ReadUInt16BigEndian((await ReadAsync(5)).AsSpan(3));
                    ColourMap = await ReadAsync(entries * 6);
                    break;
                case 3:
                    CutText = Encoding.Latin1.GetString(await ReadAsync(BinaryPrimitives.ReadInt32BigEndian((await ReadAsync(7)).AsSpan(3))));
                    break;
                default:
                    Assert.Fail($"server message {type}");
                    break;
            }
        }
    }

    public async Task<byte[]> ReadAsync(int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes).AsTask().OrFail();
        return bytes;
    }

    /// <summary>True once the server closed the connection.</summary>
    public async Task<bool> IsClosedAsync()
    {
        try
        {
            return await stream.ReadAsync(new byte[1]).AsTask().OrFail() == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>The word that a pixel of the screen must have here.</summary>
    public uint Expect(uint pixel)
    {
        var value = Scale(pixel >> 16, Format.Red) | Scale(pixel >> 8, Format.Green) | Scale(pixel, Format.Blue);
        var bytes = BitConverter.GetBytes(value)[..Format.BytesPerPixel];
        if (Format.BigEndian)
            Array.Reverse(bytes);
        return BitConverter.ToUInt32([.. bytes, .. new byte[4 - bytes.Length]]);
    }

    public void AssertShows(Framebuffer screen)
    {
        Assert.Equal((screen.Width, screen.Height), (Picture.Width, Picture.Height));
        for (var i = 0; i < screen.Pixels.Length; i++)
            Assert.Equal(Expect(screen.Pixels[i]), Picture.Pixels[i]);
    }

    public void Dispose()
    {
        stream.Dispose();
        zrle?.Dispose();
    }

    private static uint Scale(uint level, ColourField field) =>
        (uint)Math.Round((level & 0xFF) * field.Max / 255.0, MidpointRounding.AwayFromZero) << field.Shift;

    private async Task ReadRectangleAsync()
    {
        var head = await ReadAsync(12);
        var area = WireArea.Read(head);
        var encoding = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(8));
        Encodings.Add(encoding);
        switch (encoding)
        {
            case 0:
                await ReadRawAsync(area);
                break;
            case 1:
                var from = await ReadAsync(4);
                Picture.Move(BinaryPrimitives.ReadUInt16BigEndian(from), BinaryPrimitives.ReadUInt16BigEndian(from.AsSpan(2)), area);
                break;
            case 16:
                await ReadZrleAsync(area);
                break;
            case -239:
                await ReadAsync((area.Width * area.Height * Format.BytesPerPixel) + ((area.Width + 7) / 8 * area.Height));
                break;
            case -223:
                Resize(area.Width, area.Height);
                break;
            case -308:
                await ReadAsync(3 + ((await ReadAsync(1))[0] * 16));
                if (area.Width != Picture.Width || area.Height != Picture.Height)
                    Resize(area.Width, area.Height);
                break;
            default:
                Assert.Fail($"encoding {encoding}");
                break;
        }
    }

    private async Task ReadRawAsync(PixelRect area)
    {
        var size = Format.BytesPerPixel;
        var bytes = await ReadAsync(area.Width * area.Height * size);
        for (var i = 0; i < area.Width * area.Height; i++)
        {
            uint word = 0;
            for (var part = 0; part < size; part++)
                word |= (uint)bytes[(i * size) + part] << (8 * part);
            Picture.Row(area.Y + (i / area.Width), area.X + (i % area.Width), 1)[0] = word;
        }
    }

    private async Task ReadZrleAsync(PixelRect area)
    {
        var bytes = await ReadAsync(BinaryPrimitives.ReadInt32BigEndian(await ReadAsync(4)));
        var isCompact = Format.BitsPerPixel == 32 && Format.Depth <= 24;
        zrle ??= new ZrleDecoder(isCompact ? 3 : Format.BytesPerPixel);
        zrle.Decode(new ReadOnlySequence<byte>(bytes), Picture, area);

        // The unused byte of a compact pixel is the first on the wire when the colours lie high in little-endian or low in big-endian.
        var isHigh = Format.Red.Shift >= 8 && Format.Green.Shift >= 8 && Format.Blue.Shift >= 8;
        if (!isCompact || isHigh == Format.BigEndian)
            return;
        for (var y = area.Y; y < area.Bottom; y++)
        {
            foreach (ref var word in Picture.Row(y, area.X, area.Width))
                word <<= 8;
        }
    }

    private async Task<uint> ReadNumberAsync() => BinaryPrimitives.ReadUInt32BigEndian(await ReadAsync(4));

    private void Resize(int width, int height) => Picture = new Framebuffer(width, height);
}

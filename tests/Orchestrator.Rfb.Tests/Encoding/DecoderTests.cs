using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb.Tests;

public sealed class DecoderTests
{
    private const int Width = 70;
    private const int Height = 66;
    private static readonly PixelRect Whole = new(0, 0, Width, Height);

    [Fact]
    public async Task Updates_in_every_encoding_read_the_same_in_pieces_of_any_size()
    {
        var picture = new Painter(4).Picture(Width, Height);
        using var encoder = new RectangleEncoder(PixelFormat.Bgrx);
        var bytes = OneViewStream.Update(1, 5, 4, output =>
        {
            WireLayout.Write(output, OneViewStream.Layout(Width, Height));
            encoder.WritePixels(output, picture, Whole with { Height = 20 }, ScreenEncodings.Raw);
            encoder.WritePixels(output, picture, new PixelRect(0, 20, Width, Height - 20), ScreenEncodings.Zrle);
            RectangleEncoder.WriteCopy(output, new PixelRect(3, 4, 30, 30), 10, 20);
        });
        picture.Move(10, 20, new PixelRect(3, 4, 30, 30));

        foreach (var piece in new[] { 1, 2, 3, 7, 64, 1000, int.MaxValue })
        {
            var (end, shadow) = await OneViewStream.ReceiveAsync(bytes, piece);
            Assert.Equal(PumpEndKind.ChannelEnded, end.Kind);
            Assert.True(shadow.TakePicture()!.HasSamePixels(picture), $"pieces of {piece}");
            Assert.Equal(5, shadow.State.Layout!.Version);
        }
    }

    [Fact]
    public async Task A_stream_that_ends_at_any_byte_within_an_update_shows_none_of_it()
    {
        var picture = new Painter(4).Picture(12, 9);
        using var encoder = new RectangleEncoder(PixelFormat.Bgrx);
        var bytes = OneViewStream.Update(1, 1, 2, output =>
        {
            WireLayout.Write(output, OneViewStream.Layout(12, 9));
            encoder.WritePixels(output, picture, picture.Area, ScreenEncodings.Zrle);
        });
        for (var length = 1; length < bytes.Length; length++)
        {
            var (end, shadow) = await OneViewStream.ReceiveAsync(bytes[..length]);
            Assert.Equal(RfbFault.Truncated, end.Fault);
            Assert.Null(shadow.TakePicture());
        }
    }

    [Fact]
    public Task An_update_out_of_order_is_refused() =>
        RefusedAsync(RfbFault.OutOfOrder, OneViewStream.Update(2, 1, 1, output => WireLayout.Write(output, OneViewStream.Layout(9, 9))));

    [Fact]
    public Task A_layout_version_that_was_never_described_is_refused() =>
        RefusedAsync(RfbFault.OutOfOrder, Begin(), OneViewStream.Update(2, 2, 1, output => RectangleEncoder.WriteCopy(output, new PixelRect(0, 0, 1, 1), 0, 0)));

    [Fact]
    public Task Pixels_before_a_layout_are_refused() =>
        RefusedAsync(RfbFault.NoLayout, OneViewStream.Update(1, 1, 1, output => RectangleEncoder.WriteHead(output, Whole, Encodings.Raw)));

    [Theory]
    [InlineData(0, 0, 0, 5)]
    [InlineData(69, 0, 2, 1)]
    [InlineData(0, 65, 1, 2)]
    [InlineData(65535, 65535, 65535, 65535)]
    public Task A_rectangle_outside_the_screen_is_refused(int x, int y, int width, int height) =>
        RefusedAsync(RfbFault.AreaOutOfRange, Begin(), OneViewStream.Update(2, 1, 1, output => RectangleEncoder.WriteHead(output, new PixelRect(x, y, width, height), Encodings.Raw)));

    [Fact]
    public Task A_copy_from_outside_the_screen_is_refused() =>
        RefusedAsync(RfbFault.AreaOutOfRange, Begin(), OneViewStream.Update(2, 1, 1, output => RectangleEncoder.WriteCopy(output, new PixelRect(0, 0, 10, 10), 61, 0)));

    [Theory]
    [InlineData(7)]
    [InlineData(-223)]
    [InlineData(50)]
    public Task An_encoding_of_others_is_refused(int encoding) =>
        RefusedAsync(RfbFault.UnknownEncoding, Begin(), OneViewStream.Update(2, 1, 1, output => RectangleEncoder.WriteHead(output, Whole, encoding)));

    [Fact]
    public Task A_screen_too_large_to_hold_is_refused_before_it_is_allocated() =>
        RefusedAsync(RfbFault.BadLayout, OneViewStream.Update(1, 1, 1, output => WireLayout.Write(output, OneViewStream.Layout(32_000, 32_000))));

    [Fact]
    public Task A_rectangle_too_large_to_hold_is_refused() =>
        RefusedAsync(
            RfbFault.TooLarge,
            OneViewStream.Update(1, 1, 2, output =>
            {
                WireLayout.Write(output, OneViewStream.Layout(1024, 1024));
                RectangleEncoder.WriteHead(output, new PixelRect(0, 0, 1024, 1024), Encodings.Raw);
            }));

    [Fact]
    public Task A_cursor_too_large_is_refused() =>
        RefusedAsync(RfbFault.TooLarge, Begin(), OneViewStream.Update(2, 1, 1, output => RectangleEncoder.WriteHead(output, new PixelRect(0, 0, 257, 1), Encodings.Cursor)));

    [Fact]
    public Task A_compressed_length_beyond_the_limit_is_refused_before_it_is_read() =>
        RefusedAsync(RfbFault.TooLarge, Begin(), Zrle(length: int.MaxValue, []));

    [Fact]
    public Task Bytes_that_arent_zlib_are_refused() => RefusedAsync(RfbFault.BadCompression, Begin(), Zrle(4, [1, 2, 3, 4]));

    [Fact]
    public Task An_empty_compressed_rectangle_is_refused() => RefusedAsync(RfbFault.BadCompression, Begin(), Zrle(0, []));

    [Fact]
    public Task A_bomb_costs_one_buffer_and_is_refused()
    {
        // 64 MiB of zeros in 64 KiB: the first tile takes what it needs, the rest is left over.
        var packed = Pack(new byte[1 << 26]);
        Assert.InRange(packed.Length, 1, 100_000);
        return RefusedAsync(RfbFault.BadCompression, Begin(), Zrle(packed.Length, packed));
    }

    [Theory]
    [InlineData(17)]
    [InlineData(127)]
    [InlineData(129)]
    public Task An_unused_subencoding_is_refused(int subencoding)
    {
        var packed = Pack([(byte)subencoding, .. new byte[600]]);
        return RefusedAsync(RfbFault.UnknownEncoding, Begin(), Zrle(packed.Length, packed));
    }

    [Theory]
    [InlineData(new byte[] { 128, 1, 2, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0 })]
    [InlineData(new byte[] { 130, 1, 1, 1, 2, 2, 2, 2 })]
    [InlineData(new byte[] { 3, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public Task A_run_or_an_index_out_of_range_is_refused(byte[] tile)
    {
        var packed = Pack(tile);
        return RefusedAsync(RfbFault.AreaOutOfRange, Begin(), Zrle(packed.Length, packed));
    }

    [Fact]
    public async Task Random_damage_to_a_good_stream_never_does_more_than_end_the_channel()
    {
        var picture = new Painter(4).Picture(Width, Height);
        using var encoder = new RectangleEncoder(PixelFormat.Bgrx);
        var good = Begin().Concat(OneViewStream.Update(2, 1, 1, output => encoder.WritePixels(output, picture, Whole, ScreenEncodings.Zrle))).ToArray();
        var random = new Random(99);
        for (var round = 0; round < 300; round++)
        {
            var bad = (byte[])good.Clone();
            for (var change = 0; change <= random.Next(4); change++)
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            var (end, _) = await OneViewStream.ReceiveAsync(bad);
            Assert.NotEqual(PumpEndKind.Cancelled, end.Kind);
        }
    }

    private static byte[] Begin() => OneViewStream.Update(1, 1, 1, output => WireLayout.Write(output, OneViewStream.Layout(Width, Height)));

    private static byte[] Zrle(int length, byte[] packed) => OneViewStream.Update(2, 1, 1, output =>
    {
        RectangleEncoder.WriteHead(output, Whole, Encodings.Zrle);
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(4), length);
        output.Advance(4);
        output.Write(packed);
    });

    private static byte[] Pack(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(plain);
        return packed.ToArray();
    }

    private static async Task RefusedAsync(RfbFault fault, params byte[][] stream)
    {
        var (end, _) = await OneViewStream.ReceiveAsync([.. stream.SelectMany(part => part)]);
        Assert.Equal((PumpEndKind.ProtocolFault, fault), (end.Kind, end.Fault));
    }
}

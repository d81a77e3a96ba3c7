using System.Buffers;
using System.Buffers.Binary;
using CsCheck;
using Orchestrator.Abstractions;

namespace Orchestrator.Rfb.Tests;

public sealed class ZrleTests
{
    [Fact]
    public void Any_picture_in_any_size_comes_back_through_one_stream() =>
        Gen.Select(Gen.Int[1, 150], Gen.Int[1, 150], Gen.Int[0, int.MaxValue]).Array[1, 4].Sample(
            rounds =>
            {
                using var encoder = new ZrleEncoder();
                using var decoder = new ZrleDecoder(compactBytes: 3);
                foreach (var (width, height, seed) in rounds)
                {
                    var picture = new Painter(seed).Picture(width, height);
                    Assert.True(RoundTrip(encoder, decoder, picture).HasSamePixels(picture));
                }
            },
            iter: 60);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 4)]
    [InlineData(16, 16)]
    [InlineData(17, 128 + 17)]
    [InlineData(127, 128 + 127)]
    [InlineData(128, 128)]
    public void Each_subencoding_is_chosen_where_it_is_smallest(int colours, int expected)
    {
        // Long runs for the palettes past 16, single pixels below.
        var words = new uint[ZrleTile.Side * ZrleTile.Side];
        for (var i = 0; i < words.Length; i++)
            words[i] = (uint)((colours > 16 ? i / 8 : i) % colours) * 0x010203;
        var output = new ArrayBufferWriter<byte>();
        new ZrleTile(compactBytes: 3).Write(output, words, ZrleTile.Side);
        Assert.Equal(expected, output.WrittenSpan[0]);
    }

    [Fact]
    public void Noise_is_sent_raw()
    {
        var words = new uint[ZrleTile.Side * ZrleTile.Side];
        var random = new Random(1);
        foreach (ref var word in words.AsSpan())
            word = (uint)random.Next(1 << 24);
        var output = new ArrayBufferWriter<byte>();
        new ZrleTile(compactBytes: 3).Write(output, words, ZrleTile.Side);
        Assert.Equal((0, 1 + (words.Length * 3)), (output.WrittenSpan[0], output.WrittenCount));
    }

    [Fact]
    public void The_padding_byte_of_a_plugin_is_never_sent()
    {
        var picture = new Framebuffer(64, 64);
        picture.Fill(picture.Area, 0xFF112233);
        using var encoder = new RectangleEncoder(PixelFormat.Bgrx);
        var output = new ArrayBufferWriter<byte>();
        encoder.WritePixels(output, picture, picture.Area, ScreenEncodings.Raw);
        Assert.Equal(0x112233u, BinaryPrimitives.ReadUInt32LittleEndian(output.WrittenSpan[12..]));
    }

    private static Framebuffer RoundTrip(ZrleEncoder encoder, ZrleDecoder decoder, Framebuffer picture)
    {
        var output = new ArrayBufferWriter<byte>();
        encoder.Write(output, picture, picture.Area, new PixelTranslator(PixelFormat.Bgrx));
        Assert.Equal(output.WrittenCount - 4, BinaryPrimitives.ReadInt32BigEndian(output.WrittenSpan));
        var result = new Framebuffer(picture.Width, picture.Height);
        decoder.Decode(Fragments.Split(output.WrittenSpan[4..].ToArray(), output.WrittenCount / 2), result, new PixelRect(0, 0, picture.Width, picture.Height));
        return result;
    }
}

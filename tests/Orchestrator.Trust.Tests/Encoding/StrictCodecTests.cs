using CsCheck;
using Orchestrator.Trust.Encoding;

namespace Orchestrator.Trust.Tests.Encoding;

public sealed class StrictCodecTests
{
    [Fact]
    public void What_is_written_is_read_and_nothing_else_ends_well()
    {
        var bytes = Write();
        Assert.Equal(StrictFault.None, Read(bytes));
        for (var length = 0; length < bytes.Length; length++)
            Assert.Equal(StrictFault.Truncated, Read(bytes[..length]));
        Assert.Equal(StrictFault.TrailingBytes, Read([.. bytes, 0]));
    }

    [Fact]
    public void A_length_beyond_the_limit_is_refused_before_anything_is_allocated()
    {
        var reader = new StrictReader([0xFF, 0xFF, 0xFF, 0xFF]);
        Assert.Empty(reader.Bytes(int.MaxValue));
        Assert.Equal(StrictFault.TooLong, reader.Fault);
        var smaller = new StrictReader([0, 0, 0, 9, 1]);
        Assert.Empty(smaller.Bytes(9));
        Assert.Equal(StrictFault.Truncated, smaller.Fault);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 1, 0xFF }, StrictFault.NotUtf8)]
    [InlineData(new byte[] { 0, 0, 0, 2, 0xC0, 0x80 }, StrictFault.NotUtf8)]
    [InlineData(new byte[] { 0, 0, 0, 3, 0xED, 0xA0, 0x80 }, StrictFault.NotUtf8)]
    [InlineData(new byte[] { 0, 0, 0, 1, 0x0A }, StrictFault.UnsafeText)]
    [InlineData(new byte[] { 0, 0, 0, 1, 0x20 }, StrictFault.UnsafeText)]
    [InlineData(new byte[] { 0, 0, 0, 3, 0xEF, 0xBB, 0xBF }, StrictFault.UnsafeText)]
    [InlineData(new byte[] { 0, 0, 0, 0 }, StrictFault.UnsafeText)]
    [InlineData(new byte[] { 0, 0, 0, 3, 0x61, 0x62, 0x63 }, StrictFault.UnsafeText)]
    public void Text_that_is_broken_unsafe_empty_or_too_long_is_refused(byte[] bytes, StrictFault expected)
    {
        var reader = new StrictReader(bytes);
        Assert.Equal("", reader.Text(2));
        Assert.Equal(expected, reader.Fault);
        Assert.False(reader.Finish());
    }

    [Fact]
    public void The_first_fault_sticks_and_later_reads_give_nothing()
    {
        var reader = new StrictReader([1, 2, 3]);
        Assert.Equal(0L, reader.Int64());
        Assert.Equal(0, reader.Byte());
        Assert.Equal(new byte[4], reader.Fixed(4));
        Assert.Equal(StrictFault.Truncated, reader.Fault);
    }

    [Fact]
    public void Random_bytes_never_throw_and_what_parses_is_written_identically() => Gen.Byte.Array[0, 40].Sample(bytes =>
    {
        var reader = new StrictReader(bytes);
        var (first, second, third) = (reader.Byte(), reader.Bytes(16), reader.UInt16());
        if (reader.Finish())
            Assert.Equal(bytes, new StrictWriter().Byte(first).Bytes(second, 16).UInt16(third).ToArray());
    });

    [Theory]
    [InlineData("broker.vendor.example", true)]
    [InlineData("localhost", true)]
    [InlineData("xn--bcher-kva.example", true)]
    [InlineData("", false)]
    [InlineData("Broker.example", false)]
    [InlineData("broker.example.", false)]
    [InlineData("-a.example", false)]
    [InlineData("a..example", false)]
    [InlineData("*.example", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("bröker.example", false)]
    public void Dns_names(string name, bool valid) => Assert.Equal(valid, DnsName.IsValid(name));

    private static byte[] Write() => new StrictWriter().Byte(1).UInt16(2).UInt32(3).Int64(-4).Fixed([5, 6], 2).Bytes([7, 8, 9], 8).Text("zehn µl", 10).ToArray();

    private static StrictFault Read(byte[] bytes)
    {
        var reader = new StrictReader(bytes);
        var all = (reader.Byte(), reader.UInt16(), reader.UInt32(), reader.Int64(), reader.Fixed(2), reader.Bytes(8), reader.Text(10));
        if (reader.Finish())
        {
            Assert.Equal((1, 2, 3u, -4L), (all.Item1, all.Item2, all.Item3, all.Item4));
            Assert.Equal("zehn µl", all.Item7);
        }

        return reader.Fault;
    }
}

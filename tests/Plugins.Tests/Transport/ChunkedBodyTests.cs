extern alias HttpStream;

using System.Text;
using HttpStream::Orchestrator.Plugins.Shared.HttpBodies;
using Orchestrator.Plugins.Conformance.Streams;

namespace Orchestrator.Plugins.Tests.Transport;

/// <summary>The chunked coding that the streaming and the polling transport read and write.</summary>
public sealed class ChunkedBodyTests
{
    [Theory]
    [InlineData("0\r\n\r\n", "")]
    [InlineData("5\r\nhello\r\n0\r\n\r\n", "hello")]
    [InlineData("5\r\nhello\r\n00006\r\n world\r\n0\r\n\r\n", "hello world")]
    [InlineData("a;name=value;other\r\n0123456789\r\n0;last\r\n\r\n", "0123456789")]
    [InlineData("A \r\n0123456789\r\n0\r\nTrailer: value\r\nOther: one\r\n\r\n", "0123456789")]
    public async Task A_body_is_read_whole_in_any_fragments_and_not_a_byte_behind_it(string coded, string body)
    {
        for (var largest = 1; largest <= coded.Length; largest++)
        {
            var wire = new DuplexStreams(largest);
            await wire.Far.WriteAsync(Encoding.ASCII.GetBytes(coded + "next"));
            using var read = new MemoryStream();

            await new ChunkedBody(wire.Near).CopyToAsync(read);

            Assert.Equal(body, Encoding.ASCII.GetString(read.ToArray()));
            var next = new byte[4];
            await wire.Near.ReadExactlyAsync(next);
            Assert.Equal("next", Encoding.ASCII.GetString(next));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("5\r\nhel")]
    [InlineData("5\r\nhello")]
    [InlineData("5\r\nhello\r\n")]
    [InlineData("5\r\nhello\r\n0\r\n")]
    [InlineData("5\r\nhello\r\n0\r\nTrailer: value\r\n")]
    public async Task A_body_that_breaks_off_is_no_end(string coded) =>
        await Assert.ThrowsAsync<EndOfStreamException>(() => ReadAsync(coded));

    [Theory]
    [InlineData("\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("0x5\r\nhello\r\n")]
    [InlineData(" 5\r\nhello\r\n")]
    [InlineData("g\r\n")]
    [InlineData("1000000\r\n")]
    [InlineData("5\nhello\r\n")]
    [InlineData("5\rhello")]
    [InlineData("5\r\nhelloX\r\n")]
    [InlineData("5\r\nhello\n0\r\n\r\n")]
    [InlineData("5;\u0001\r\nhello\r\n")]
    public async Task What_is_not_the_coding_is_refused(string coded) =>
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(coded));

    [Fact]
    public async Task Lines_without_end_are_refused()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync($"5;{new string('x', 300)}\r\n"));
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync($"0\r\n{string.Concat(Enumerable.Repeat($"T: {new string('x', 90)}\r\n", 60))}\r\n"));
    }

    [Fact]
    public async Task What_is_written_is_what_is_read()
    {
        var wire = new DuplexStreams();
        var bytes = new byte[40_000];
        new Random(3).NextBytes(bytes);
        var output = new ChunkedOutput(wire.Far);

        foreach (var piece in bytes.Chunk(1_234))
            await output.WriteAsync(piece, default);
        await output.WriteAsync(default, default);
        await output.EndAsync(default);

        using var read = new MemoryStream();
        await new ChunkedBody(wire.Near).CopyToAsync(read);
        Assert.Equal(bytes, read.ToArray());
    }

    private static async Task<byte[]> ReadAsync(string coded)
    {
        var wire = new DuplexStreams();
        await wire.Far.WriteAsync(Encoding.Latin1.GetBytes(coded));
        await wire.Far.DisposeAsync();
        using var read = new MemoryStream();
        await new ChunkedBody(wire.Near).CopyToAsync(read);
        return read.ToArray();
    }
}

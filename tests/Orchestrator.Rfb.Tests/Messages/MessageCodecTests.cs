using System.Buffers;

namespace Orchestrator.Rfb.Tests;

public sealed class MessageCodecTests
{
    [Fact]
    public void Every_message_reads_back_equal_at_every_split_and_leaves_what_follows()
    {
        foreach (var message in Samples.FromConsole)
        {
            var bytes = Samples.Bytes(message);
            foreach (var input in Fragmented([.. bytes, 0xAA]))
            {
                var rest = input;
                Assert.True(ConsoleMessageReader.TryRead(RfbVerbs.ChannelOf(message.Verb), ref rest, out var read));
                Assert.Equal(message, read);
                Assert.Equal([0xAA], rest.ToArray());
                Assert.Equal(bytes, Samples.Bytes(read!));
            }
        }

        foreach (var message in Samples.FromInstrument)
        {
            foreach (var input in Fragmented([.. Samples.Bytes(message), 0xAA]))
            {
                var rest = input;
                Assert.True(InstrumentMessageReader.TryRead(RfbVerbs.ChannelOf(message.Verb), ref rest, out var read));
                Assert.Equal(message, read);
                Assert.Equal([0xAA], rest.ToArray());
            }
        }
    }

    [Fact]
    public void A_message_that_isnt_whole_consumes_nothing()
    {
        foreach (var message in Samples.FromConsole)
        {
            var bytes = Samples.Bytes(message);
            for (var length = 0; length < bytes.Length; length++)
            {
                var rest = new ReadOnlySequence<byte>(bytes[..length]);
                Assert.False(ConsoleMessageReader.TryRead(RfbVerbs.ChannelOf(message.Verb), ref rest, out var read));
                Assert.Null(read);
                Assert.Equal(length, rest.Length);
            }
        }
    }

    [Theory]
    [InlineData(RfbChannel.View, "F1 01 00 00 00000001", RfbFault.ReservedField)]
    [InlineData(RfbChannel.View, "03 02 0000 0000 0000 0000", RfbFault.ReservedField)]
    [InlineData(RfbChannel.Control, "04 02 0000 00000061 00000000 00000000 00000000", RfbFault.ReservedField)]
    [InlineData(RfbChannel.Control, "04 01 0001 00000061 00000000 00000000 00000000", RfbFault.ReservedField)]
    [InlineData(RfbChannel.ClipboardTo, "06 000001 00000001 00000000", RfbFault.ReservedField)]
    [InlineData(RfbChannel.ClipboardTo, "06 000000 00000001 00100001", RfbFault.TooLarge)]
    [InlineData(RfbChannel.ClipboardTo, "06 000000 00000001 FFFFFFFF", RfbFault.TooLarge)]
    [InlineData(RfbChannel.ClipboardTo, "06 000000 00000001 00000002 C3 28", RfbFault.BadText)]
    public void A_malformed_message_is_refused_with_its_reason(RfbChannel channel, string hex, RfbFault fault)
    {
        var input = new ReadOnlySequence<byte>(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal(fault, Assert.Throws<RfbException>(() => ConsoleMessageReader.TryRead(channel, ref input, out _)).Fault);
    }

    [Fact]
    public void Random_bytes_are_refused_or_wait_for_more_but_never_crash()
    {
        var random = new Random(20);
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            foreach (var channel in Enum.GetValues<RfbChannel>())
            {
                var input = new ReadOnlySequence<byte>(bytes);
                var before = input.Length;
                try
                {
                    if (ConsoleMessageReader.TryRead(channel, ref input, out var message))
                        Assert.Equal(bytes[..(int)(before - input.Length)], Samples.Bytes(message!));
                }
                catch (RfbException)
                {
                    // Refused with a name: that is all that garbage may lead to.
                }
            }
        }
    }

    private static IEnumerable<ReadOnlySequence<byte>> Fragmented(byte[] bytes) =>
        Enumerable.Range(0, bytes.Length).Select(at => Fragments.Split(bytes, at)).Append(Fragments.Singles(bytes));
}

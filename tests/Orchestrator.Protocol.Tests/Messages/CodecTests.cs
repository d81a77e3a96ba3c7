using CsCheck;
using Orchestrator.Domain;

namespace Orchestrator.Protocol.Tests.Messages;

/// <summary>The three codecs under the same rules.</summary>
public class CodecTests
{
    private delegate object? Decoder(ReadOnlySpan<byte> payload, out MessageFault fault);

    private static IEnumerable<(object Message, byte[] Bytes, Decoder Decode, Func<object, byte[]> Encode)> All()
    {
        foreach (var m in Samples.Link)
        {
            var sender = Samples.SenderOf(m);
            yield return (m, LinkMessageCodec.Encode(m), (p, out f) => LinkMessageCodec.Decode(p, sender, out f), o => LinkMessageCodec.Encode((LinkMessage)o));
        }

        foreach (var m in Samples.Peer)
        {
            var sender = Samples.SenderOf(m);
            yield return (m, PeerMessageCodec.Encode(m), (p, out f) => PeerMessageCodec.Decode(p, sender, out f), o => PeerMessageCodec.Encode((PeerMessage)o));
        }

        foreach (var m in Samples.Files)
            yield return (m, FileMessageCodec.Encode(m), (p, out f) => FileMessageCodec.Decode(p, out f), o => FileMessageCodec.Encode((FileMessage)o));
    }

    [Fact]
    public void Every_type_has_a_sample_and_every_sample_comes_back_as_it_was()
    {
        Assert.Equal(Enum.GetValues<LinkMessageType>(), Samples.Link.Select(m => m.Type).Order());
        Assert.Equal(Enum.GetValues<PeerMessageType>(), Samples.Peer.Select(m => m.Type).Order());
        Assert.Equal(Enum.GetValues<FileMessageType>(), Samples.Files.Select(m => m.Type).Order());
        foreach (var (message, bytes, decode, encode) in All())
        {
            Assert.True(bytes.Length <= ProtocolLimits.MaxControlPayload);
            var back = decode(bytes, out var fault);
            Assert.Equal(MessageFault.None, fault);
            Assert.Equal(message, back);
            Assert.Equal(bytes, encode(back!));
        }
    }

    [Fact]
    public void A_message_cut_at_any_byte_is_a_fault()
    {
        foreach (var (message, bytes, decode, _) in All())
        {
            for (var length = 0; length < bytes.Length; length++)
            {
                Assert.Null(decode(bytes.AsSpan(0, length), out var fault));
                Assert.True(fault is MessageFault.Truncated or MessageFault.Empty, $"{message.GetType().Name} cut at {length}: {fault}");
            }
        }
    }

    [Fact]
    public void A_byte_too_many_is_a_fault()
    {
        foreach (var (_, bytes, decode, _) in All())
        {
            Assert.Null(decode([.. bytes, 0], out var fault));
            Assert.Equal(MessageFault.TrailingBytes, fault);
        }
    }

    [Fact]
    public void Whatever_a_flipped_bit_makes_of_a_message_it_is_a_fault_or_encodes_to_the_same_bytes()
    {
        foreach (var (_, bytes, decode, encode) in All())
        {
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                var changed = bytes.ToArray();
                changed[bit / 8] ^= (byte)(1 << (bit % 8));
                if (decode(changed, out var fault) is { } message)
                    Assert.Equal(changed, encode(message));
                else
                    Assert.NotEqual(MessageFault.None, fault);
            }
        }
    }

    [Fact]
    public void Random_bytes_behind_every_type_are_a_fault_or_encode_to_the_same_bytes()
    {
        var cases = All().ToArray();
        Gen.Select(Gen.Int[0, cases.Length - 1], Gen.Byte.Array[0, 90]).Sample((index, tail) =>
        {
            var (_, bytes, decode, encode) = cases[index];
            byte[] payload = [bytes[0], .. tail];
            if (decode(payload, out _) is { } message)
                Assert.Equal(payload, encode(message));
        }, iter: 20_000);
    }

    [Fact]
    public void A_message_is_taken_only_from_who_sends_it()
    {
        foreach (var message in Samples.Link)
        {
            foreach (var sender in Enum.GetValues<LinkSender>())
            {
                var taken = LinkMessageCodec.Decode(LinkMessageCodec.Encode(message), sender, out var fault);
                Assert.Equal(LinkMessageCodec.MaySend(sender, message.Type) ? MessageFault.None : MessageFault.WrongSender, fault);
                Assert.Equal(fault == MessageFault.None, taken is not null);
            }
        }

        foreach (var message in Samples.Peer)
        {
            // Both may talk, and say what they have; everything else has one sender.
            PeerMessageCodec.Decode(PeerMessageCodec.Encode(message), 1 - Samples.SenderOf(message), out var fault);
            Assert.Equal(message.Type is PeerMessageType.Chat or PeerMessageType.Received ? MessageFault.None : MessageFault.WrongSender, fault);
        }
    }

    [Fact]
    public void Unknown_and_reserved_types_are_a_fault()
    {
        for (var type = 0; type < 256; type++)
        {
            byte[] payload = [(byte)type];
            LinkMessageCodec.Decode(payload, LinkSender.Instrument, out var link);
            Assert.Equal(!Enum.IsDefined((LinkMessageType)type), link == MessageFault.UnknownType);
            FileMessageCodec.Decode(payload, out var file);
            Assert.Equal(!Enum.IsDefined((FileMessageType)type), file == MessageFault.UnknownType);
        }

        foreach (var sender in Enum.GetValues<PeerSender>())
        {
            // RESUME is a frame of its own; its old number among the messages is never given.
            PeerMessageCodec.Decode([0x61], sender, out var fault);
            Assert.Equal(MessageFault.UnknownType, fault);
        }
    }

    [Fact]
    public void Texts_must_be_utf8_and_flags_and_numbers_in_range()
    {
        Assert.Equal(MessageFault.BadText, Link([0x62, 0, 2, 0xC3, 0x28], LinkSender.BrokerToConsole));
        Assert.Equal(MessageFault.BadText, Link([0x62, 0, 3, 0xED, 0xA0, 0x80], LinkSender.BrokerToConsole));
        Assert.Equal(MessageFault.OutOfRange, Link([0x61, 2], LinkSender.BrokerToConsole));
        Assert.Equal(MessageFault.OutOfRange, Link([0x42, 0x80, 0, 0, 0, 0, 0, 0, 0], LinkSender.BrokerToInstrument));
        Assert.Equal(MessageFault.FieldTooLong, Link([0x62, 0xFF, 0xFF], LinkSender.BrokerToConsole));
        Assert.Equal(MessageFault.OutOfRange, Link([0x41, 0, 0, 0, 1, .. new byte[12]], LinkSender.BrokerToInstrument));

        static MessageFault Link(byte[] payload, LinkSender sender)
        {
            LinkMessageCodec.Decode(payload, sender, out var fault);
            return fault;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(31)]
    public void A_site_files_hash_is_there_or_not_and_never_half(int size)
    {
        var hash = Enumerable.Repeat((byte)0xAB, 32).ToArray();
        var register = new InstrumentToBroker.RegisterSession(Samples.Instrument, "vendor.example/run/7", new byte[32], new byte[384], new byte[32], hash, "shipped");
        var payload = LinkMessageCodec.Encode(register);
        var at = payload.AsSpan().IndexOf((ReadOnlySpan<byte>)[0, 32, .. hash]);
        byte[] half = [.. payload[..at], 0, (byte)size, .. hash[..size], .. payload[(at + 34)..]];

        Assert.Null(LinkMessageCodec.Decode(half, LinkSender.Instrument, out var fault));
        Assert.Equal(MessageFault.OutOfRange, fault);
    }

    [Fact]
    public void Fields_beyond_their_limit_cannot_be_written_and_the_exception_keeps_their_content()
    {
        var secret = new SecretText(new string('s', ProtocolLimits.MaxPassword + 1));
        var e = Assert.Throws<ArgumentException>(() => LinkMessageCodec.Encode(new ConsoleToBroker.SignIn("anna", secret, new SecretText(""))));
        Assert.DoesNotContain("ss", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LinkMessageCodec.Encode(new InstrumentToBroker.AppendEvent(-1, Blob.Empty)));
        Assert.Throws<ArgumentException>(() => LinkMessageCodec.Encode(new InstrumentToBroker.AppendEvent(1, new byte[ProtocolLimits.MaxEventLine + 1])));
        Assert.Throws<ArgumentException>(() => PeerMessageCodec.Encode(new TechnicianToInstrument.Ask(1, Capability.ViewScreen, 0, "", null, Blob.Empty)));
        Assert.Throws<ArgumentException>(() => FileMessageCodec.Encode(new FileMessages.Begin(new FileOffer("a", 3, ""))));
        Assert.ThrowsAny<ArgumentException>(() => PeerMessageCodec.Encode(new TechnicianToInstrument.Chat("\ud800")));
    }

    [Fact]
    public void The_largest_event_line_still_fits_one_control_record()
    {
        var line = new InstrumentToTechnician.EventRecord(long.MaxValue, new byte[ProtocolLimits.MaxEventLine]);
        Assert.True(PeerMessageCodec.Encode(line).Length <= ProtocolLimits.MaxControlPayload);
        var slice = new FileMessages.Slice(1, new byte[ProtocolLimits.MaxBulkData]);
        Assert.True(FileMessageCodec.Encode(slice).Length <= ProtocolLimits.MaxBulkPayload);
    }

    [Fact]
    [Trait("Requirement", "R-CRY-6")]
    public void Secrets_and_contents_do_not_print()
    {
        foreach (var (message, _, _, _) in All())
        {
            var text = message.ToString()!;
            Assert.DoesNotContain("correct horse", text, StringComparison.Ordinal);
            Assert.DoesNotContain("123456", text.Replace("123456789", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain("654321", text.Replace("987654321", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain("042042", text, StringComparison.Ordinal);
        }

        Assert.Equal("(secret)", new SecretText("x").ToString());
        Assert.Equal("3 bytes", new Blob(new byte[3]).ToString());
        Assert.Equal(new SecretText("a"), new SecretText("a"));
        Assert.NotEqual(new SecretText("a"), new SecretText("b"));
    }

    [Fact]
    public void A_link_context_that_is_not_canonical_is_none()
    {
        var good = Handshake.HandshakePair.LinkContext;
        Assert.Equal(good, LinkContext.TryDecode(good.Encode()));
        var bytes = good.Encode();
        for (var length = 0; length < bytes.Length; length++)
            Assert.Null(LinkContext.TryDecode(bytes.AsSpan(0, length)));
        Assert.Null(LinkContext.TryDecode([.. bytes, 0]));
        Assert.Null(LinkContext.TryDecode([4, .. bytes[1..]]));
        Assert.Throws<ArgumentException>(() => (good with { BrokerName = "Broker.Vendor" }).Encode());
        Assert.Throws<ArgumentException>(() => (good with { ConfigurationHash = new byte[31] }).Encode());
    }
}

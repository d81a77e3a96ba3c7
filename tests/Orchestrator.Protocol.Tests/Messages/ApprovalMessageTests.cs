using Orchestrator.Domain;

namespace Orchestrator.Protocol.Tests.Messages;

public class ApprovalMessageTests
{
    private static readonly ApprovalLine Longest = new(
        new string('9', ProtocolLimits.MaxCode), new SessionNumber(SessionNumber.Maximum), new string('a', ProtocolLimits.MaxName), new string('A', ProtocolLimits.MaxName),
        CapabilitySet.Everything, new string('r', ProtocolLimits.MaxSentence), long.MaxValue, new string('s', ProtocolLimits.MaxCode));

    [Fact]
    public void The_longest_list_fits_one_record_and_a_longer_one_cant_be_written_or_read()
    {
        var bytes = LinkMessageCodec.Encode(List(ProtocolLimits.MaxApprovals));
        Assert.True(bytes.Length <= ProtocolLimits.MaxPayload, $"{bytes.Length} bytes");
        Assert.Equal(List(ProtocolLimits.MaxApprovals), LinkMessageCodec.Decode(bytes, LinkSender.BrokerToConsole, out _));
        Assert.Throws<ArgumentException>(() => LinkMessageCodec.Encode(List(ProtocolLimits.MaxApprovals + 1)));
        bytes[1] = ProtocolLimits.MaxApprovals + 1;
        Assert.Null(LinkMessageCodec.Decode(bytes, LinkSender.BrokerToConsole, out var fault));
        Assert.Equal(MessageFault.OutOfRange, fault);
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x40)]
    public void No_capability_and_an_unknown_one_are_out_of_range(byte bits)
    {
        var request = (ApprovalMessages.RequestApproval)Samples.Link.Single(m => m.Type == LinkMessageType.RequestApproval);
        Assert.Throws<ArgumentException>(() => LinkMessageCodec.Encode(request with { Capabilities = new CapabilitySet(bits) }));
        var bytes = LinkMessageCodec.Encode(request);
        bytes[6] = bits;
        Assert.Null(LinkMessageCodec.Decode(bytes, LinkSender.Console, out var fault));
        Assert.Equal(MessageFault.OutOfRange, fault);
    }

    [Fact]
    public void Passwords_and_codes_arent_printed()
    {
        foreach (var message in Samples.Link.Where(m => m.Type is LinkMessageType.RequestApproval or LinkMessageType.ListApprovals or LinkMessageType.DecideApproval))
        {
            Assert.DoesNotContain("correct horse", message.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("654321", message.ToString(), StringComparison.Ordinal);
        }
    }

    private static ApprovalMessages.ApprovalsListed List(int count) => new([.. Enumerable.Repeat(Longest, count)]);
}

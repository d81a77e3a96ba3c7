using System.Buffers;

namespace Orchestrator.Rfb.Tests;

public sealed class VerbTests
{
    public static TheoryData<RfbVerb> Verbs => new(Enum.GetValues<RfbVerb>());

    [Theory]
    [MemberData(nameof(Verbs))]
    [Trait("Requirement", "R-AUTHZ-1")]
    public void Every_verb_is_denied_on_every_channel_and_direction_but_its_own(RfbVerb verb)
    {
        var allowed = new List<(RfbChannel, RfbDirection)>();
        foreach (var channel in Enum.GetValues<RfbChannel>())
        {
            foreach (var direction in Enum.GetValues<RfbDirection>())
            {
                if (IsTaken(verb, channel, direction))
                    allowed.Add((channel, direction));
            }
        }

        Assert.Equal([(RfbVerbs.ChannelOf(verb), RfbVerbs.DirectionOf(verb))], allowed);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_is_refused_by_the_readers_of_all_other_channels(RfbVerb verb)
    {
        var bytes = Samples.Bytes(verb);
        foreach (var channel in Enum.GetValues<RfbChannel>().Where(channel => channel != RfbVerbs.ChannelOf(verb)))
        {
            var input = new ReadOnlySequence<byte>(bytes);
            RfbException refused;
            if (RfbVerbs.DirectionOf(verb) == RfbDirection.ToInstrument)
                refused = Assert.Throws<RfbException>(() => ConsoleMessageReader.TryRead(channel, ref input, out _));
            else if (IsTypeTakenBy(channel, bytes[0]))
                continue; // the same byte is another verb there, with its own checks
            else
                refused = Assert.Throws<RfbException>(() => InstrumentMessageReader.TryRead(channel, ref input, out _));
            Assert.Equal(RfbFault.VerbNotAllowed, refused.Fault);
        }
    }

    [Fact]
    public void Every_other_first_byte_is_refused_everywhere()
    {
        for (var type = 0; type < 256; type++)
        {
            foreach (var channel in Enum.GetValues<RfbChannel>())
            {
                foreach (var direction in Enum.GetValues<RfbDirection>())
                {
                    var isKnown = Enum.GetValues<RfbVerb>().Any(verb =>
                        RfbVerbs.TypeOf(verb) == type && RfbVerbs.ChannelOf(verb) == channel && RfbVerbs.DirectionOf(verb) == direction);
                    if (!isKnown)
                        Assert.Throws<RfbException>(() => RfbVerbs.Require(channel, direction, (byte)type));
                }
            }
        }
    }

    private static bool IsTypeTakenBy(RfbChannel channel, byte type) =>
        Enum.GetValues<RfbVerb>().Any(verb =>
            RfbVerbs.TypeOf(verb) == type && RfbVerbs.ChannelOf(verb) == channel && RfbVerbs.DirectionOf(verb) == RfbDirection.ToConsole);

    private static bool IsTaken(RfbVerb verb, RfbChannel channel, RfbDirection direction)
    {
        try
        {
            return RfbVerbs.Require(channel, direction, RfbVerbs.TypeOf(verb)) == verb;
        }
        catch (RfbException)
        {
            return false;
        }
    }
}

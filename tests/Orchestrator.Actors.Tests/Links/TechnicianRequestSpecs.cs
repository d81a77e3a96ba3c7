using Orchestrator.Actors.Links;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Actors.Tests.Support;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Links.Tests.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;

namespace Orchestrator.Actors.Tests.Links;

/// <summary>An ask reaches the session actor only with the technician's signature for this very handshake, and once.</summary>
public sealed class TechnicianRequestSpecs : ActorSpecs
{
    private static readonly byte[] Transcript = [.. Enumerable.Range(0, 48).Select(i => (byte)i)];
    private static readonly TechnicianToInstrument.Ask Wish = new(5, Capability.ViewScreen, 10, "liquid not detected", null, Blob.Empty);

    [Fact]
    [Trait("Requirement", "R-HS-4")]
    public async Task An_ask_counts_once_and_no_older_one_after_it()
    {
        var (peer, technician, session) = await BeginAsync();

        Assert.Null(TechnicianRequests.Hand(Signed(Wish), technician, session.Ref, peer));
        Assert.Equal(5u, (await session.ExpectMsgAsync<InstrumentMessages.TechnicianAsked>()).RequestId);

        Assert.Equal("an ask that came before", TechnicianRequests.Hand(Signed(Wish), technician, session.Ref, peer));
        Assert.Equal("an ask that came before", TechnicianRequests.Hand(Signed(Wish with { RequestId = 4 }), technician, session.Ref, peer));
        Assert.Null(TechnicianRequests.Hand(Signed(Wish with { RequestId = 6 }), technician, session.Ref, peer));
        Assert.Equal(6u, (await session.ExpectMsgAsync<InstrumentMessages.TechnicianAsked>()).RequestId);
    }

    [Theory]
    [InlineData("unsigned")]
    [InlineData("signed by somebody else")]
    [InlineData("signed in another handshake")]
    [InlineData("for more than was signed")]
    [Trait("Requirement", "R-HS-9")]
    [Trait("Requirement", "R-AUTHZ-1")]
    public async Task An_ask_that_the_technician_didnt_sign_for_this_handshake_reaches_nobody(string which)
    {
        var (peer, technician, session) = await BeginAsync();
        var other = (byte[])Transcript.Clone();
        other[0] ^= 1;
        var ask = which switch
        {
            "unsigned" => Wish,
            "signed by somebody else" => AskContent.Sign(Wish, Transcript, TestKeys.Stranger),
            "signed in another handshake" => AskContent.Sign(Wish, other, TestKeys.Technician),
            _ => Signed(Wish) with { Minutes = 20 },
        };

        Assert.Equal("an ask without the technician's signature", TechnicianRequests.Hand(ask, technician, session.Ref, peer));
        Assert.Equal(0u, technician.LastRequest);
        await session.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    private static TechnicianToInstrument.Ask Signed(TechnicianToInstrument.Ask ask) => AskContent.Sign(ask, Transcript, TestKeys.Technician);

    private async Task<(PeerConnection Peer, PeerIdentity Technician, Akka.TestKit.TestProbe Session)> BeginAsync()
    {
        var pair = await LinkPair.ConnectAsync();
        var (technician, instrument) = LinkPair.Proved();
        technician.Dispose();
        return (new PeerConnection(pair.Endpoint, new ChannelTable(instrument, Time), PeerSender.Technician, Time), new PeerIdentity(TestKeys.Technician.Public, Transcript), CreateTestProbe());
    }
}

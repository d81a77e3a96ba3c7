using System.Buffers;
using Orchestrator.Adversary.Stage;
using Orchestrator.Domain;
using Orchestrator.Links.Handshakes;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Adversary.Attacks;

/// <summary>
/// Whoever knows a session's number and has a key of his own dials the broker and wants to go on with the session, in the place of one end or the other.
/// Here it is the broker's own actors that stand against him, between the real ends of an open session.
/// </summary>
[Trait("Requirement", "R-ZT-1")]
[Trait("Requirement", "R-ZT-2")]
[Trait("Requirement", "R-NET-12")]
public sealed class ResumeKeyTests
{
    private const string Address = "203.0.113.9";

    /// <summary>A stranger's key, and the other end's own: each end has one place, and one key for it.</summary>
    public static TheoryData<Victim, bool> Rows => new()
    {
        { Victim.Instrument, false },
        { Victim.Instrument, true },
        { Victim.Console, false },
        { Victim.Console, true },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Another_key_does_not_take_an_ends_place_and_the_session_goes_on(Victim place, bool isOtherEnds)
    {
        await using var it = await SupportCase.OpenAtBrokerAsync();
        var key = isOtherEnds ? place == Victim.Instrument ? TestKeys.Technician : TestKeys.Instrument : TestKeys.Stranger;
        await using var cable = new Cable();
        it.Broker!.Accept(cable, Address);

        var heard = await AskAsync(it, cable, place, key);

        Assert.Equal("SESSION_UNKNOWN", Assert.IsType<BrokerToBoth.Refused>(heard).Code);
        var refused = Assert.Single(it.Broker.Noted.OfType<BrokerObservations.ResumeRefused>());
        Assert.Equal((place == Victim.Instrument ? Party.Instrument : Party.Technician, Address, key.Public.Fingerprint.ToString()), (refused.Whose, refused.Address, refused.KeyFingerprint));
        await it.SpeakAsync(Victim.Instrument);
        await it.SpeakAsync(Victim.Console);
        Assert.True(it.IsSound);
        Assert.Equal(0, it.Count("link.lost"));
        Assert.DoesNotContain(it.Broker.Noted, observation => observation is BrokerObservations.LinkResumed or BrokerObservations.LinkLost);
    }

    /// <summary>What the stranger was kept from, the end itself gets.</summary>
    [Theory]
    [InlineData(Victim.Instrument)]
    [InlineData(Victim.Console)]
    public async Task The_ends_own_key_takes_its_place_again(Victim place)
    {
        await using var it = await SupportCase.OpenAtBrokerAsync();
        it.IsRewired = true;

        await it.CableOf(place).CutAsync();
        await it.World.UntilAsync(() => it.Broker!.Noted.Any(observation => observation is BrokerObservations.LinkResumed) && it.Count("link.restored") > 0 && it.IsSound);

        await it.SpeakAsync(Victim.Instrument);
        await it.SpeakAsync(Victim.Console);
    }

    private static async Task<LinkMessage> AskAsync(SupportCase it, Cable cable, Victim place, RsaIdentity key)
    {
        var (kind, sender) = place == Victim.Instrument ? (EndpointKind.Instrument, LinkSender.BrokerToInstrument) : (EndpointKind.Console, LinkSender.BrokerToConsole);
        var context = HandshakeContext.ForLink(new LinkContext(kind, Vendor.Configuration.Hash, Vendor.BrokerName));
        var settings = new HandshakeSettings(context, key, key.Public.Spki, new BrokerVerifier(Vendor.Root, Vendor.BrokerName), SystemRandomSource.Instance);
        await using var link = (await LinkHandshakes.DialAsync(cable.Endpoint, settings, sender, it.Time, CancellationToken.None)).Connection;
        var first = new First();
        _ = link.RunAsync(first, CancellationToken.None);
        await link.SendAsync(place == Victim.Instrument ? new InstrumentToBroker.ResumeSession(it.Session) : new ConsoleToBroker.ResumeSession(it.Session));
        return await first.Heard.WaitAsync(World.Patience);
    }

    /// <summary>The first thing that the broker says, heartbeats aside.</summary>
    private sealed class First : ILinkReceiver
    {
        private readonly TaskCompletionSource<LinkMessage> _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<LinkMessage> Heard => _heard.Task;

        public ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken)
        {
            _ = message is BrokerToBoth.Heartbeat || _heard.TrySetResult(message);
            return default;
        }

        public ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken) => default;
    }
}

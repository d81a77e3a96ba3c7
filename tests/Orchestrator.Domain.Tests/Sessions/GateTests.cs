using System.Collections.Immutable;
using Orchestrator.TestSupport;

namespace Orchestrator.Domain.Tests.Sessions;

/// <summary>The effective right, case by case: one reason against it is enough, and no reason for it means no.</summary>
public sealed class GateTests
{
    private static readonly bool[] Both = [false, true];

    [Fact]
    [Trait("Requirement", "R-AUTHZ-7")]
    public void A_gate_is_open_only_when_everything_speaks_for_it()
    {
        var cases = 0;
        foreach (var capability in Capabilities.All)
        foreach (var phase in Enum.GetValues<SessionPhase>())
        foreach (var granted in Both)
        foreach (var expired in Both)
        foreach (var allowed in Both)
        foreach (var blind in Both)
        foreach (var away in Both)
        foreach (var down in Both)
        foreach (var asked in Both)
        foreach (var paused in Both)
        {
            var gate = State(capability, phase, granted, allowed, blind, away, down, asked, paused).GateOf(new ChannelId(1), new SessionTime(expired ? 60_000 : 59_999));

            var may = phase == SessionPhase.Open && granted && !expired && allowed && !blind;
            var touchesScreen = !capability.IsOneFile();
            var isPicture = capability is Capability.ViewScreen or Capability.ControlInput;
            var held = away || down || (asked && touchesScreen) || (paused && isPicture);
            Assert.Equal(!may ? GateState.Closed : held ? GateState.Held : GateState.Open, gate);
            cases++;
        }

        Assert.Equal(6 * 6 * 256, cases);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-7")]
    public void A_channel_that_was_never_opened_is_closed()
    {
        Assert.Equal(GateState.Closed, SessionState.Initial.GateOf(new ChannelId(1), default));
        Assert.Equal(GateState.Closed, TestSession.Opened().Gate(ChannelId.Control));
        Assert.Equal(GateState.Closed, TestSession.Opened().Gate(new ChannelId(uint.MaxValue)));
    }

    [Fact]
    public void An_event_of_a_newer_peer_closes_everything()
    {
        var session = TestSession.Opened();
        var channel = session.Open(Capability.ViewScreen);

        var state = session.State.Evolve(new SessionEvents.Unknown("SOMETHING_NEW"));

        Assert.Equal(GateState.Closed, state.GateOf(channel, session.Now));
    }

    private static SessionState State(
        Capability capability, SessionPhase phase, bool granted, bool allowed, bool blind, bool away, bool down, bool asked, bool paused)
    {
        var grant = new OpenGrant(new GrantId(1), capability, new SessionTime(60_000));
        var channel = new OpenChannel(new ChannelId(1), grant.Id, capability, null);
        var ask = new PendingAsk(new AskId(1), Party.Technician, Capability.ClipboardTo, 5, "why", null, null, TestEvidence.Signed.Sha256);
        var policy = SessionPolicy.Default;
        return SessionState.Initial with
        {
            Phase = phase,
            Terms = SampleTerms.Long,
            Blind = blind,
            Away = away,
            Paused = paused,
            Policy = allowed ? policy : policy with { MaxMinutes = policy.MaxMinutes.Remove(capability) },
            LinksDown = down ? ImmutableSortedDictionary<Party, SessionTime>.Empty.Add(Party.Broker, new SessionTime(90_000)) : ImmutableSortedDictionary<Party, SessionTime>.Empty,
            Asks = asked ? ImmutableSortedDictionary<AskId, PendingAsk>.Empty.Add(ask.Id, ask) : ImmutableSortedDictionary<AskId, PendingAsk>.Empty,
            Grants = granted ? ImmutableSortedDictionary<GrantId, OpenGrant>.Empty.Add(grant.Id, grant) : ImmutableSortedDictionary<GrantId, OpenGrant>.Empty,
            Channels = ImmutableSortedDictionary<ChannelId, OpenChannel>.Empty.Add(channel.Id, channel),
        };
    }
}

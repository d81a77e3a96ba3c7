using CsCheck;
using Orchestrator.TestSupport;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Domain.Tests.Sessions;

/// <summary>What holds for every sequence of commands, drawn at random and shrunk when it doesn't.</summary>
public sealed class SessionPropertyTests
{
    private const int Sequences = 3000;

    private static readonly Gen<(int Kind, int A, int B, int Wait)> AnyDraw = Draws(0, RandomSession.Kinds - 1);
    private static readonly Gen<(int Kind, int A, int B, int Wait)> RemoteDraw = Draws(0, RandomSession.FirstOperatorKind - 1);

    [Fact]
    [Trait("Requirement", "R-AUTHZ-2")]
    [Trait("Requirement", "R-AUTHZ-4")]
    [Trait("Requirement", "R-AUTHZ-7")]
    [Trait("Requirement", "R-AUTHZ-9")]
    public void No_sequence_of_messages_from_technician_or_broker_enlarges_a_right() =>
        Gen.Select(Gen.Bool, AnyDraw.Array[0, 40], RemoteDraw.Array[1, 30]).Sample(
            (isOpen, before, remote) =>
            {
                var session = Played(isOpen, before);
                foreach (var draw in remote)
                {
                    var (was, then) = (session.State, session.Now);
                    session.Play(draw);
                    AssertNotEnlarged(was, then, session.State, session.Now);
                }
            },
            iter: Sequences);

    [Fact]
    public void The_draws_reach_open_channels_prompts_pauses_and_ends()
    {
        // A property over sessions that never open would hold for nothing.
        var seen = new HashSet<string>();
        var sequences = Gen.Select(Gen.Bool, AnyDraw.Array[40]);
        sequences.Sample(
            (isOpen, draws) =>
            {
                foreach (var happened in Played(isOpen, draws).Events)
                {
                    lock (seen)
                    {
                        seen.Add(happened.GetType().Name);
                    }
                }
            },
            iter: Sequences);

        var all = typeof(SessionEvents).GetNestedTypes().Select(t => t.Name).Where(n => n != nameof(Unknown));
        Assert.Empty(all.Except(seen));
    }

    [Fact]
    public void A_second_follower_of_the_same_events_has_the_same_state() =>
        Gen.Select(Gen.Bool, AnyDraw.Array[0, 60]).Sample(
            (isOpen, draws) =>
            {
                var session = Played(isOpen, draws);
                Assert.Equal(session.State.Describe(), SessionState.Initial.Evolve(session.Events).Describe());
            },
            iter: Sequences);

    [Fact]
    public void Commands_that_shrink_never_enlarge() =>
        Gen.Select(Gen.Bool, AnyDraw.Array[0, 40], AnyDraw).Sample(
            (isOpen, before, draw) =>
            {
                var session = Played(isOpen, before);
                var command = RandomSession.Command(session.State, draw.Kind, draw.A, draw.B);
                if (command.Shrinks)
                {
                    Assert.DoesNotContain(session.Do(command).Events, e => e.Enlarges);
                }
            },
            iter: Sequences);

    [Fact]
    public void Every_step_that_enlarges_says_so() =>
        Gen.Select(Gen.Bool, AnyDraw.Array[1, 60]).Sample(
            (isOpen, draws) =>
            {
                var was = SessionState.Initial;
                foreach (var happened in Played(isOpen, draws).Events)
                {
                    var state = was.Evolve(happened);
                    if (!happened.Enlarges)
                    {
                        Assert.True(state.Grants.Values.All(g => was.Grants.TryGetValue(g.Id, out var old) && g.Until <= old.Until), $"{happened}");
                        Assert.True(state.Channels.Keys.All(was.Channels.ContainsKey), $"{happened}");
                    }

                    was = state;
                }
            },
            iter: Sequences);

    [Fact]
    [Trait("Requirement", "R-ZT-2")]
    public void No_grant_outlasts_the_ticket() =>
        Gen.Select(AnyDraw.Array[0, 60], Gen.Int[0, 3000]).Sample(
            (draws, end) =>
            {
                var session = TestSession.Opened(terms: SampleTerms.Until(new SessionTime(1000L * end)));
                foreach (var draw in draws)
                {
                    session.Play(draw);
                    Assert.All(session.State.Grants.Values, g => Assert.True(g.Until <= session.State.Terms!.NotAfter));
                    if (session.Now >= session.State.Terms!.NotAfter)
                    {
                        AssertAllClosed(session.State, session.Now);
                    }
                }
            },
            iter: Sequences);

    [Fact]
    public void After_the_end_nothing_is_open_and_only_counts_and_END_follow() =>
        Gen.Select(Gen.Bool, AnyDraw.Array[0, 40], AnyDraw.Array[1, 20]).Sample(
            (isOpen, before, after) =>
            {
                var session = Played(isOpen, before);
                session.Do(new HostCommands.End(Party.Operator, EndReason.Closed));
                foreach (var draw in after)
                {
                    var wasOver = session.State.Phase == SessionPhase.Ended;
                    var events = session.Play(draw).Events;
                    Assert.All(events, e => Assert.True(!wasOver && e is ChannelMetered or Ended, $"{e}"));
                    Assert.True(session.State.Grants.IsEmpty && session.State.Channels.IsEmpty && session.State.Asks.IsEmpty);
                }
            },
            iter: Sequences);

    [Fact]
    public void Ids_are_never_given_twice() =>
        Gen.Select(Gen.Bool, AnyDraw.Array[0, 100]).Sample(
            (isOpen, draws) =>
            {
                var events = Played(isOpen, draws).Events;
                AssertGrowing(events.OfType<Asked>().Select(e => e.Ask.Value));
                AssertGrowing(events.OfType<Granted>().Select(e => e.Grant.Value));
                AssertGrowing(events.OfType<ChannelOpened>().Select(e => e.Channel.Value));
            },
            iter: Sequences);

    [Fact]
    public void Everything_ends_at_most_once() =>
        Gen.Select(Gen.Bool, AnyDraw.Array[0, 100]).Sample(
            (isOpen, draws) =>
            {
                var events = Played(isOpen, draws).Events;
                AssertDistinct(events.Select(e => e switch { AskEnded x => x.Ask, Granted x => x.Ask, Renewed x => x.Ask, _ => default(AskId?) }));
                AssertDistinct(events.Select(e => e is GrantEnded x ? x.Grant : default(GrantId?)));
                AssertDistinct(events.Select(e => e is ChannelClosed x ? x.Channel : default(ChannelId?)));
                AssertDistinct(events.Select(e => e is ChannelMetered x ? x.Channel : default(ChannelId?)));
            },
            iter: Sequences);

    [Fact]
    public void Whatever_follows_an_unknown_event_opens_nothing() =>
        Gen.Select(AnyDraw.Array[0, 40], AnyDraw.Array[0, 40]).Sample(
            (before, after) =>
            {
                var session = Played(isOpen: true, before);
                var follower = session.State.Evolve(new Unknown("NEWER"));
                foreach (var draw in after)
                {
                    follower = follower.Evolve(session.Play(draw).Events);
                    AssertAllClosed(follower, session.Now);
                }

                AssertAllClosed(follower, session.Now);
            },
            iter: Sequences);

    private static Gen<(int Kind, int A, int B, int Wait)> Draws(int first, int last) =>
        Gen.Select(Gen.Int[first, last], Gen.Int[0, 1000], Gen.Int[0, 1000], Gen.Frequency((8, Gen.Const(0)), (2, Gen.Int[0, 4]), (1, Gen.Int[0, 20])));

    private static TestSession Played(bool isOpen, IEnumerable<(int Kind, int A, int B, int Wait)> draws)
    {
        var session = isOpen ? TestSession.Opened() : new TestSession();
        foreach (var draw in draws)
        {
            session.Play(draw);
        }

        return session;
    }

    private static void AssertNotEnlarged(SessionState was, SessionTime then, SessionState state, SessionTime now)
    {
        Assert.All(state.Grants.Values, g => Assert.True(was.Grants.TryGetValue(g.Id, out var old) && g.Until <= old.Until && g.Capability == old.Capability));
        Assert.All(state.Channels.Values, c => Assert.Equal(c, was.Channels.GetValueOrDefault(c.Id)));
        for (uint id = 0; id <= state.LastIds.Channel.Value + 1; id++)
        {
            if (was.GateOf(new ChannelId(id), then) == GateState.Closed)
            {
                Assert.Equal(GateState.Closed, state.GateOf(new ChannelId(id), now));
            }
        }

        Assert.True(state.Paused || !was.Paused);
        Assert.True(state.Away || !was.Away);
        Assert.True(state.SasMatched == was.SasMatched);
        Assert.All(Capabilities.All, c => Assert.True(state.Policy.MaxMinutes.GetValueOrDefault(c) <= was.Policy.MaxMinutes.GetValueOrDefault(c)));
    }

    private static void AssertAllClosed(SessionState state, SessionTime now)
    {
        for (uint id = 0; id <= state.LastIds.Channel.Value + 1; id++)
        {
            Assert.Equal(GateState.Closed, state.GateOf(new ChannelId(id), now));
        }
    }

    private static void AssertDistinct<T>(IEnumerable<T?> ids)
        where T : struct
    {
        var given = ids.Where(id => id is not null).ToList();
        Assert.Equal(given.Distinct(), given);
    }

    private static void AssertGrowing(IEnumerable<uint> ids)
    {
        uint last = 0;
        foreach (var id in ids)
        {
            Assert.True(id > last);
            last = id;
        }
    }
}

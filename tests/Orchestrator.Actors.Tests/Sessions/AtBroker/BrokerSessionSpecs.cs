using System.Security.Cryptography;
using System.Text;
using Akka.Actor;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Audit.Merkle;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using static Orchestrator.Actors.Sessions.AtBroker.BrokerMessages;
using static Orchestrator.Domain.BrokerObservations;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Actors.Tests.Sessions.AtBroker;

/// <summary>The broker's follower: opens its gates only by the instrument's events, closes them for every other reason too.</summary>
public sealed class BrokerSessionSpecs : BrokerSpecs
{
    [Fact]
    public async Task A_session_exists_once_it_is_in_the_brokers_log()
    {
        Journal.IsBroken = true;

        var asker = Create();

        Assert.Equal("SERVER_FAULT", (await asker.ExpectMsgAsync<Refused>()).Code);
        await StoppedAsync(Session);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-9")]
    public async Task Records_pass_between_the_opening_and_the_closing_event_and_are_counted()
    {
        await OpenedAsync();
        Assert.False(await PassesAsync(One));
        await ApplyAsync(new Granted(new GrantId(1), new AskId(1), Capability.ViewScreen, 300, new SessionTime(300_000), "hash", TestEvidence.Signed.Sha256, TestEvidence.Receipt));
        Assert.False(await PassesAsync(One));
        await ApplyAsync(new ChannelOpened(One, new GrantId(1), Capability.ViewScreen));
        Assert.True(await PassesAsync(One));
        await ApplyAsync(new ChannelClosed(One, Capability.ViewScreen, EndReason.OperatorRevoked));
        Assert.False(await PassesAsync(One));

        Assert.Equal(One, Noted<RelayOpened>().Channel);
        Assert.Equal(new RelayMetered(Number, One, 0, 0, 1, 119, 0), Noted<RelayMetered>());
    }

    [Fact]
    public async Task An_event_that_this_broker_doesnt_know_closes_everything()
    {
        await ChannelOpenAsync();

        await ApplyAsync(new Unknown("NEWER"));

        Assert.False(await PassesAsync(One));
        await ApplyAsync(new ChannelOpened(new ChannelId(2), new GrantId(1), Capability.ViewScreen));
        Assert.False(await PassesAsync(new ChannelId(2)));
    }

    [Fact]
    public async Task A_relay_channel_whose_actor_dies_is_closed_noted_and_never_opened_again()
    {
        await ChannelOpenAsync();
        Assert.True(await PassesAsync(One));

        (await FindAsync("session/channel-1")).Tell(Kill.Instance);
        await World.UntilAsync(() => Journal.Noted.OfType<Vetoed>().Any());
        await ApplyAsync(new ChatPosted(Party.Operator, "anything"));
        await ApplyAsync(new Renewed(new GrantId(1), new AskId(2), 300, new SessionTime(600_000), "hash", TestEvidence.Signed.Sha256, TestEvidence.Receipt));

        Assert.False(await PassesAsync(One));
        Assert.Single(Journal.Noted.OfType<RelayOpened>());
        Assert.Equal(1, Noted<RelayMetered>().RecordsFromInstrument);
    }

    [Fact]
    public async Task A_grant_that_the_instrument_doesnt_end_ends_by_the_brokers_clock()
    {
        await ChannelOpenAsync(minutes: 1);

        await AdvanceAsync(Session, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1));
        Assert.True(await PassesAsync(One));
        await AdvanceAsync(Session, TimeSpan.FromSeconds(16), TimeSpan.FromSeconds(1));

        Assert.False(await PassesAsync(One));
        Assert.Equal(One, Noted<RelayMetered>().Channel);
    }

    [Fact]
    public async Task A_second_technician_is_told_who_has_the_session_and_is_judged_like_everybody()
    {
        await AttachedAsync();

        var answer = await AdmitAsync("other");

        Assert.Equal(new Refused("SESSION_TAKEN", "Maria Muster"), answer);
        Assert.Equal(2, Admission.Requests.Count);
    }

    [Fact]
    public async Task After_the_end_a_wish_to_join_is_judged_as_if_there_were_no_session()
    {
        await WaitingAsync();
        await ApplyAsync(new Ending(Party.Operator, EndReason.Closed));

        Assert.Equal("SESSION_UNKNOWN", Assert.IsType<Refused>(await AdmitAsync()).Code);
        Assert.True(Admission.Requests[^1].InstrumentKey.IsEmpty);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Somebody_who_is_being_judged_while_the_session_stops_is_answered(bool second)
    {
        await (second ? AttachedAsync() : WaitingAsync());
        var working = new TaskCompletionSource();
        Admission.Working = working.Task;
        var wish = AdmitAsync("late");
        await SettleAsync(Session);
        Session.Tell(PoisonPill.Instance);
        await StoppedAsync(Session);

        Admission.Judge = _ => new AdmitOutcome.Refused("SIGN_IN_FAILED", "no");
        working.SetResult();

        Assert.Equal(new Refused("SIGN_IN_FAILED", "no"), await wish);
    }

    [Fact]
    public async Task Nobody_is_let_into_a_session_that_stopped_while_he_was_judged()
    {
        await WaitingAsync();
        var working = new TaskCompletionSource();
        Admission.Working = working.Task;
        var wish = AdmitAsync();
        await SettleAsync(Session);
        Session.Tell(PoisonPill.Instance);
        await StoppedAsync(Session);

        working.SetResult();

        Assert.Equal("SESSION_UNKNOWN", Assert.IsType<Refused>(await wish).Code);
        Assert.DoesNotContain(Journal.Noted, o => o is TechnicianAttached);
    }

    [Fact]
    public async Task An_admission_that_fails_admits_nobody_and_the_next_one_may_try()
    {
        await WaitingAsync();
        var judge = Admission.Judge;
        Admission.Judge = _ => throw new InvalidOperationException("database locked");
        Assert.Equal("SERVER_FAULT", Assert.IsType<Refused>(await AdmitAsync()).Code);

        Admission.Judge = judge;
        Assert.IsType<Admitted>(await AdmitAsync());
        await AtInstrument.NextAsync<BrokerToInstrument.TechnicianAdmitted>();
        Assert.Equal("mmuster", Noted<TechnicianAttached>().Account);
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-11")]
    public async Task A_revoked_account_is_cut_off_at_once_and_another_accounts_revocation_changes_nothing()
    {
        await ChannelOpenAsync();
        Session.Tell(new Revoke("somebody-else", null, "left"));
        await SettleAsync(Session);
        Assert.True(await PassesAsync(One));

        Session.Tell(new Revoke("mmuster", null, "left the company"));
        await SettleAsync(Session);

        Assert.False(await PassesAsync(One));
        Assert.False(await PassesAsync(ChannelId.Control));
        Assert.Equal("left the company", Noted<Vetoed>().Reason);
        Assert.Equal("left the company", (await NextRevokedAsync(AtConsole)).Reason);
        await AtInstrument.NextAsync<BrokerToInstrument.TechnicianAdmitted>();
        Assert.Equal("left the company", (await NextRevokedAsync(AtInstrument)).Reason);
    }

    [Fact]
    [Trait("Requirement", "R-AUTH-11")]
    public async Task A_revoked_console_is_cut_off_and_another_one_of_the_same_person_goes_on()
    {
        await ChannelOpenAsync();
        Session.Tell(new Revoke("mmuster", new string('b', 64), "a stolen laptop"));
        await SettleAsync(Session);
        Assert.True(await PassesAsync(One));

        Session.Tell(new Revoke("mmuster", Engineer.Fingerprint, "the console was revoked"));
        await SettleAsync(Session);

        Assert.False(await PassesAsync(One));
        Assert.Equal("the console was revoked", Noted<Vetoed>().Reason);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [Trait("Requirement", "R-AUTH-8")]
    public async Task Who_is_revoked_while_he_is_judged_is_not_let_in(bool hisOwn, bool admitted)
    {
        await WaitingAsync();
        var working = new TaskCompletionSource();
        Admission.Working = working.Task;
        var wish = AdmitAsync();
        await SettleAsync(Session);
        Session.Tell(new Revoke(hisOwn ? "mmuster" : "somebody-else", null, "the account was disabled"));

        working.SetResult();

        Assert.Equal(admitted, await wish is Admitted);
        Assert.Equal(admitted, Journal.Noted.Any(o => o is TechnicianAttached));
        Assert.Equal(!admitted, Journal.Noted.Any(o => o is AdmissionRefused { Code: "REVOKED" }));
    }

    [Fact]
    public async Task A_log_that_contradicts_itself_is_flagged_and_nothing_passes_any_more()
    {
        await ChannelOpenAsync();

        Session.Tell(new Fork(Number, 3));
        await SettleAsync(Session);

        Assert.Equal(3, Noted<ForkSeen>().Sequence);
        Assert.False(await PassesAsync(One));
    }

    [Fact]
    public async Task A_lost_instrument_is_told_to_the_console_and_after_the_grace_its_end_is_missing()
    {
        await ChannelOpenAsync();

        Session.Tell(new LinkEnded(Number, Party.Instrument, LinkOutcome.Lost("reset"), Instrument.Broker));
        Assert.False((await AtConsole.NextAsync<BrokerToBoth.PeerLink>()).Up);
        await AdvanceAsync(Session, TimeSpan.FromSeconds(19.5));
        Assert.DoesNotContain(Journal.Noted, o => o is MissingEnd);
        await AdvanceAsync(Session, TimeSpan.FromSeconds(1));
        await StoppedAsync(Session);

        Noted<MissingEnd>();
        Assert.False(await PassesAsync(One));
        await NextRevokedAsync(AtConsole);
    }

    [Fact]
    public async Task A_lost_console_is_told_to_the_instrument_and_nobody_else_may_take_its_place()
    {
        await ChannelOpenAsync();
        await AtInstrument.NextAsync<BrokerToInstrument.TechnicianAdmitted>();

        Session.Tell(new LinkEnded(Number, Party.Technician, LinkOutcome.Lost("reset"), Console.Broker));
        Assert.False((await AtInstrument.NextAsync<BrokerToBoth.PeerLink>()).Up);

        Assert.False(await PassesAsync(ChannelId.Control));
        Assert.Equal("SESSION_TAKEN", Assert.IsType<Refused>(await AdmitAsync("other")).Code);
    }

    [Theory]
    [InlineData(Party.Instrument)]
    [InlineData(Party.Technician)]
    public async Task An_end_that_comes_back_with_its_key_takes_its_place_again_and_the_other_is_told(Party whose)
    {
        await ChannelOpenAsync();
        await AtInstrument.NextAsync<BrokerToInstrument.TechnicianAdmitted>();
        var (mine, from, at, other) = whose == Party.Instrument
            ? (Instrument.Broker, Machine, AtInstrument, AtConsole)
            : (Console.Broker, Engineer, AtConsole, AtInstrument);
        Session.Tell(new LinkEnded(Number, whose, LinkOutcome.Lost("reset"), mine));
        Assert.False((await other.NextAsync<BrokerToBoth.PeerLink>()).Up);

        Assert.IsType<Reattached>(await Session.Ask(new Reattach(Number, whose, from, mine), Patience));

        Assert.True((await at.NextAsync<BrokerToBoth.SessionResumed>()).PeerUp);
        Assert.True((await other.NextAsync<BrokerToBoth.PeerLink>()).Up);
        Assert.Equal(whose, Noted<LinkResumed>().Whose);
        Assert.True(await PassesAsync(One));
        await AdvanceAsync(Session, TimeSpan.FromSeconds(21));
        Assert.DoesNotContain(Journal.Noted, o => o is MissingEnd);
    }

    [Fact]
    public async Task Another_key_brings_nobody_back_and_the_log_says_so_three_times_at_most()
    {
        await ChannelOpenAsync();
        var stranger = Machine with { Fingerprint = new string('f', 64) };

        for (var i = 0; i < 5; i++)
            Assert.IsType<Refused>(await Session.Ask(new Reattach(Number, Party.Instrument, stranger, Console.Broker), Patience));

        Assert.Equal(3, Journal.Noted.OfType<ResumeRefused>().Count());
        Assert.True(await PassesAsync(One));
    }

    [Fact]
    public async Task A_good_bye_without_an_end_is_noted_as_missing()
    {
        await ChannelOpenAsync();

        Session.Tell(new InstrumentLeft(Number, Instrument.Broker));
        await StoppedAsync(Session);

        Noted<MissingEnd>();
        Noted<RelayMetered>();
    }

    [Fact]
    public async Task An_orderly_end_is_noted_once_and_leaves_nothing_missing()
    {
        await ChannelOpenAsync();
        await ApplyAsync(new ChannelClosed(One, Capability.ViewScreen, EndReason.SessionOver));
        await ApplyAsync(new Ending(Party.Operator, EndReason.Closed));
        await ApplyAsync(new Ended(Party.Instrument, EndReason.SessionOver, []));
        Sign();

        Session.Tell(new InstrumentLeft(Number, Instrument.Broker));
        await StoppedAsync(Session);

        var text = RunLog.Sign(Noted<SessionEnded>().Records, MerkleHasher.EmptyRoot).Checkpoint.ToText();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), Noted<SessionEnded>().Checkpoint);
        Assert.IsType<SessionEnded>(Journal.Noted[^1]);
        Assert.DoesNotContain(Journal.Noted, o => o is MissingEnd);
        Assert.False(await PassesAsync(One));
    }

    [Fact]
    public async Task An_end_that_the_instrument_didnt_sign_is_missing()
    {
        await WaitingAsync();
        Sign();
        await ApplyAsync(new Ending(Party.Operator, EndReason.Closed));
        await ApplyAsync(new Ended(Party.Instrument, EndReason.SessionOver, []));

        Session.Tell(new InstrumentLeft(Number, Instrument.Broker));
        await StoppedAsync(Session);

        Noted<MissingEnd>();
        Assert.DoesNotContain(Journal.Noted, o => o is SessionEnded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_its_log_the_broker_relays_nothing(bool throwsAtOnce)
    {
        await ChannelOpenAsync();
        (Journal.IsBroken, Journal.ThrowsAtOnce) = (!throwsAtOnce, throwsAtOnce);

        Session.Tell(new Fork(Number, 3));
        await StoppedAsync(Session);

        Assert.False(await PassesAsync(One));
        await NextRevokedAsync(AtConsole);
    }

    [Theory]
    [InlineData("begun")]
    [InlineData("waiting")]
    [InlineData("attached")]
    [InlineData("open")]
    [InlineData("channel open")]
    [InlineData("vetoed")]
    [InlineData("instrument lost")]
    public async Task When_it_dies_in_any_state_nothing_passes_both_ends_are_told_and_the_end_is_missing(string state)
    {
        await (state switch
        {
            "begun" => BegunAsync(),
            "waiting" => WaitingAsync(),
            "attached" => AttachedAsync(),
            "open" => OpenedAsync(),
            _ => ChannelOpenAsync(),
        });
        if (state == "vetoed")
        {
            Session.Tell(new Fork(Number, 3));
        }
        else if (state == "instrument lost")
        {
            Session.Tell(new LinkEnded(Number, Party.Instrument, LinkOutcome.Lost("reset"), Instrument.Broker));
        }

        Session.Tell(Kill.Instance);
        await StoppedAsync(Session);

        Assert.False(await PassesAsync(One));
        Assert.False(await PassesAsync(ChannelId.Control));
        Noted<MissingEnd>();
        Assert.Equal(Journal.Noted.OfType<RelayOpened>().Count(), Journal.Noted.OfType<RelayMetered>().Count());
        if (state is not "instrument lost")
        {
            await NextRevokedAsync(AtInstrument);
        }

        if (state is not ("begun" or "waiting"))
        {
            await NextRevokedAsync(AtConsole);
        }
    }

    [Fact]
    public async Task The_router_tells_of_a_dead_session_like_of_one_that_never_was()
    {
        var asker = CreateTestProbe();
        var sessions = Sys.ActorOf(SessionsActor.Props(Setup()), "sessions");
        sessions.Tell(Registration(), asker);
        var number = (await asker.ExpectMsgAsync<Registered>()).Session;
        var session = await FindAsync($"sessions/{number}");

        session.Tell(Kill.Instance);
        await StoppedAsync(session);
        await SettleAsync(sessions);
        sessions.Tell(new Apply(number, 0, new Opened()), asker);

        Assert.Equal("SESSION_UNKNOWN", (await asker.ExpectMsgAsync<Refused>()).Code);
    }

    private static async Task<BrokerToBoth.Revoked> NextRevokedAsync(Orchestrator.Links.Tests.Multiplexing.Recorder recorder)
    {
        while (true)
        {
            if (await recorder.NextAsync<object>() is BrokerToBoth.Revoked revoked)
            {
                return revoked;
            }
        }
    }
}

using Akka.Actor;
using Orchestrator.Actors.Channels;
using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using Orchestrator.TestSupport;
using static Orchestrator.Actors.Sessions.AtConsole.ConsoleMessages;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Actors.Tests.Sessions.AtConsole;

/// <summary>The console follows: it asks, and has what the instrument's records give it, for as long as they do.</summary>
public sealed class ConsoleSessionSpecs : ConsoleSpecs
{
    [Fact]
    public async Task The_PIN_is_the_first_thing_it_says()
    {
        await JoinedAsync();

        Assert.Equal(new TechnicianToInstrument.PresentPin(new SecretText("123456")), (await Peers.AtInstrument.NextAsync()).Message);
        Assert.Equal("424242", Face.View?.Sas);
        Assert.Equal(CapabilitySet.Of(Capability.ControlInput), Face.View?.ApprovalNeeded);
    }

    [Fact]
    public async Task A_question_is_signed_and_its_answer_is_the_channel()
    {
        var opened = await ChannelOpenAsync();

        var ask = await ReceivedAsync<TechnicianToInstrument.Ask>();
        Assert.True(AskContent.IsSignedBy(ask, new byte[48], TestSupport.TestKeys.Technician.Public));
        Assert.Equal((new AskId(1), new GrantId(1), One), (opened.Ask, opened.Grant, opened.Channel));
        Assert.Same(Pumps.Made[One].Pump, opened.Pump);
    }

    [Fact]
    public async Task A_refused_question_is_answered_with_no()
    {
        var asker = await AskedAsync();

        await RecordAsync(new AskEnded(new AskId(1), AskOutcome.Refused));

        Assert.Equal("Refused", (await asker.ExpectMsgAsync<AskDenied>()).Code);
        Assert.Empty(Pumps.Made);
    }

    [Fact]
    public async Task A_question_that_the_instrument_rejects_is_answered_with_its_reason()
    {
        await OpenedAsync();
        var asker = CreateTestProbe();
        Session.Tell(new Ask(Capability.ControlInput, 5, "to click", null), asker);

        Session.Tell(new InstrumentSays(new InstrumentToTechnician.AskRejected(1, "VIEW_FIRST", "Ask to see the screen first.")), asker);

        Assert.Equal("VIEW_FIRST", (await asker.ExpectMsgAsync<AskDenied>()).Code);
    }

    [Fact]
    public async Task A_closed_channel_is_cut_here_too()
    {
        await ChannelOpenAsync();

        await RecordAsync(new ChannelClosed(One, Capability.ViewScreen, EndReason.OperatorRevoked));

        await World.UntilAsync(() => Pumps.Made[One].Pump.IsDisposed);
        Assert.True(Pumps.Made[One].Pump.Stopped.IsCancellationRequested);
        Assert.False(Peers.TechnicianKeys.Close(One));
    }

    [Fact]
    public async Task A_record_of_a_newer_instrument_cuts_everything_and_opens_nothing()
    {
        await ChannelOpenAsync();

        await RecordAsync(new Unknown("NEWER"));
        await World.UntilAsync(() => Pumps.Made[One].Pump.IsDisposed);
        await RecordAsync(new ChannelOpened(new ChannelId(2), new GrantId(1), Capability.ViewScreen));

        Assert.Single(Pumps.Made);
    }

    [Fact]
    public async Task A_channel_whose_actor_dies_is_given_back_and_not_opened_again()
    {
        await ChannelOpenAsync();

        (await FindAsync("session/channel-1")).Tell(Kill.Instance);
        Assert.Equal(new GrantId(1), (await ReceivedAsync<TechnicianToInstrument.ReleaseGrant>()).GrantId);
        await RecordAsync(new ChatPosted(Party.Operator, "anything"));
        await RecordAsync(new ViewPaused());

        Assert.Single(World.Log, "pump 1 runs");
        Assert.False(Peers.TechnicianKeys.Close(One));
        Assert.Empty(Face.Ends);
    }

    [Fact]
    public async Task A_question_whose_actor_dies_is_answered_with_no_and_a_late_yes_opens_a_channel_that_nobody_waits_for()
    {
        var asker = await AskedAsync();

        (await FindAsync("session/ask-1")).Tell(Kill.Instance);

        Assert.Equal("SESSION_OVER", (await asker.ExpectMsgAsync<AskDenied>()).Code);
        await RecordAsync(new Granted(new GrantId(1), new AskId(1), Capability.ViewScreen, 300, new SessionTime(300_000), "hash", TestEvidence.Signed.Sha256, TestEvidence.Receipt));
        await RecordAsync(new ChannelOpened(One, new GrantId(1), Capability.ViewScreen));
        Assert.False(asker.HasMessages);
        Assert.Empty(Face.Ends);
    }

    [Fact]
    public async Task A_record_that_comes_twice_is_a_violation()
    {
        await OpenedAsync();

        await RecordAsync(new Opened(), sequence: 2);
        await StoppedAsync(Session);

        Assert.Equal("PROTOCOL_VIOLATION", TheEnd().Code);
    }

    [Fact]
    public async Task A_pump_that_meets_a_violation_ends_the_session_here()
    {
        await ChannelOpenAsync();

        Pumps.Made[One].Pump.Done.SetResult(new PumpEnd(PumpOutcome.Violation, "a picture of no size"));
        await StoppedAsync(Session);

        Assert.Equal("PROTOCOL_VIOLATION", TheEnd().Code);
    }

    [Fact]
    public async Task The_end_is_told_with_its_reason()
    {
        await OpenedAsync();
        await RecordAsync(new Ending(Party.Technician, EndReason.PinExhausted));
        await RecordAsync(new Ended(Party.Instrument, EndReason.SessionOver, []));
        await StoppedAsync(Session);

        Assert.Equal("WRONG_PIN", TheEnd().Code);
    }

    [Fact]
    public async Task A_lost_instrument_is_waited_for_during_the_grace_and_no_longer()
    {
        await ChannelOpenAsync();

        Session.Tell(new InstrumentLink(false));
        await SettleAsync(Session);
        Assert.Contains("link lost", Face.View?.Link, StringComparison.Ordinal);
        await AdvanceAsync(Session, TimeSpan.FromSeconds(36), TimeSpan.FromSeconds(1));
        await StoppedAsync(Session);

        Assert.Equal("LINK_LOST", TheEnd().Code);
    }

    [Theory]
    [InlineData("revoked", "REVOKED")]
    [InlineData("violation", "PROTOCOL_VIOLATION")]
    public async Task Every_end_of_its_link_is_an_end_of_the_session_with_a_sentence(string how, string code)
    {
        await ChannelOpenAsync();

        Session.Tell(how switch
        {
            "revoked" => new Revoked("left the company"),
            _ => new LinkEnded(Peers.Link.Broker, LinkOutcome.Violation("garbage")),
        });
        await StoppedAsync(Session);

        Assert.Equal(code, TheEnd().Code);
        Assert.True(Pumps.Made[One].Pump.IsDisposed);
    }

    [Theory]
    [InlineData("joined")]
    [InlineData("open")]
    [InlineData("asked")]
    [InlineData("channel open")]
    [InlineData("link lost")]
    [InlineData("ending")]
    public async Task When_it_dies_in_any_state_everything_is_cut_every_question_is_no_and_the_face_is_told_once(string state)
    {
        Akka.TestKit.TestProbe? asker = null;
        switch (state)
        {
            case "joined":
                await JoinedAsync();
                break;
            case "open":
                await OpenedAsync();
                break;
            case "asked":
                asker = await AskedAsync();
                break;
            default:
                await ChannelOpenAsync();
                break;
        }

        if (state == "link lost")
        {
            Session.Tell(new InstrumentLink(false));
        }
        else if (state == "ending")
        {
            await RecordAsync(new Ending(Party.Operator, EndReason.Closed));
        }

        Session.Tell(Kill.Instance);
        await StoppedAsync(Session);

        Assert.Equal("SESSION_FAULT", TheEnd().Code);
        Assert.All(Pumps.Made.Values, p => Assert.True(p.Pump.IsDisposed && p.Pump.Stopped.IsCancellationRequested));
        Assert.Equal(RecordFailure.KeysGone, Peers.TechnicianKeys.Failure);
        if (asker is not null)
        {
            Assert.Equal("SESSION_OVER", (await asker.ExpectMsgAsync<AskDenied>()).Code);
        }
    }
}

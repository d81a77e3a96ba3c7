using Akka.Actor;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Domain;

namespace Orchestrator.Actors.Tests.Sessions.AtInstrument;

/// <summary>The session actor dies in each of its states: everything is cut, nothing is granted, nothing brings it back.</summary>
public sealed class DeathSpecs : InstrumentSpecs
{
    public static TheoryData<string> States => ["starting", "waiting", "joined", "open", "asked", "granted, not stored", "channels open", "paused", "away", "link lost", "writing", "ending"];

    [Theory]
    [MemberData(nameof(States))]
    [Trait("Requirement", "R-AUTHZ-2")]
    public async Task Whatever_it_was_doing_everything_is_cut_and_nothing_follows(string state)
    {
        await BringToAsync(state);
        var written = Journal.Written.Count;

        Session.Tell(Kill.Instance);
        await StoppedAsync(Session);

        Assert.All(Wire.Channels.Values, c => Assert.True(c.IsCut && c.Gate.State == GateState.Closed));
        Assert.All(Pumps.Made.Values, p => Assert.True(p.IsDisposed && p.Stopped.IsCancellationRequested));
        Assert.All(Face.Prompts, p => Assert.True(p.Closed.IsCancellationRequested));
        Assert.Null(Face.Summary);

        // A late word of the broker, the operator or the log changes nothing.
        Session.Tell(new InstrumentMessages.BrokerStored(1000));
        if (Face.Prompts.Count > 0)
        {
            Face.Prompts[^1].Answer(Yes(Capability.ViewScreen));
        }

        Journal.CompleteAll();
        await SettleAsync(TestActor);
        Assert.All(Wire.Channels.Values, c => Assert.Equal(GateState.Closed, c.Gate.State));
        Assert.True(Journal.Written.Count <= written + 1);
        Assert.Equal(Wire.Channels.Count, Pumps.Made.Count);
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_log_that_throws_in_any_state_ends_in_death_without_a_grant(string state)
    {
        await BringToAsync(state);
        Journal.ThrowsAtOnce = true;

        // Any record will do.
        Session.Tell(new InstrumentMessages.Do(new HostCommands.FailPart("test", "provoked")));
        Session.Tell(new InstrumentMessages.Do(new HostCommands.End(Party.Operator, EndReason.Closed)));
        Journal.CompleteAll();
        await AdvanceUntilStoppedAsync();

        Assert.All(Wire.Channels.Values, c => Assert.True(c.IsCut && c.Gate.State == GateState.Closed));
        Assert.Null(Face.Summary);
    }

    private async Task BringToAsync(string state)
    {
        switch (state)
        {
            case "starting":
                Journal.IsManual = true;
                Create();
                await World.UntilAsync(() => Journal.Pending == 1);
                break;
            case "waiting":
                await WaitingAsync();
                break;
            case "joined":
                await JoinedAsync();
                break;
            case "open":
                await OpenedAsync();
                break;
            case "asked":
                await OpenedAsync();
                await AskAsync(Capability.ViewScreen);
                break;
            case "granted, not stored":
                await OpenedAsync();
                Wire.StoresAtOnce = false;
                (await AskAsync(Capability.ViewScreen)).Answer(Yes(Capability.ViewScreen));
                await WrittenAsync<SessionEvents.ChannelOpened>();
                break;
            default:
                await OpenedAsync();
                await OpenAsync(Capability.ViewScreen);
                await OpenAsync(Capability.ControlInput);
                await OpenAsync(Capability.SendFile);
                await BringOpenToAsync(state);
                break;
        }

        await SettleAsync(Session);
    }

    private async Task BringOpenToAsync(string state)
    {
        switch (state)
        {
            case "paused":
                await DoAsync(new OperatorCommands.Pause());
                break;
            case "away":
                await DoAsync(new HostCommands.GoAway());
                break;
            case "link lost":
                await DoAsync(new HostCommands.LoseLink(Party.Technician));
                break;
            case "writing":
                Journal.IsManual = true;
                await DoAsync(new OperatorCommands.Chat("writing"));
                break;
            case "ending":
                Wire.StoresAtOnce = false;
                await DoAsync(new HostCommands.End(Party.Operator, EndReason.Closed));
                await PhaseAsync(SessionPhase.Ending);
                break;
        }
    }

    private async Task AdvanceUntilStoppedAsync()
    {
        var probe = CreateTestProbe();
        probe.Watch(Session);
        for (var i = 0; i < 60 && !probe.HasMessages; i++)
        {
            await AdvanceAsync(Session, TimeSpan.FromSeconds(1));
        }

        await probe.ExpectTerminatedAsync(Session, Patience);
    }
}

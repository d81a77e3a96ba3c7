using Akka.Actor;
using Akka.TestKit;
using Orchestrator.Actors.Consents;
using Orchestrator.Actors.Tests.Support;
using static Orchestrator.Actors.Sessions.AtConsole.ConsoleMessages;

namespace Orchestrator.Actors.Tests.Consents;

/// <summary>The console's question is answered once, whatever happens to its actor.</summary>
public sealed class AskActorSpecs : ActorSpecs
{
    [Fact]
    public async Task The_first_answer_is_given_and_the_actor_is_done()
    {
        var (asker, actor) = Create();

        actor.Tell(new AskDenied("Refused", "The operator said no."));
        actor.Tell(new AskDenied("Late", "Too late."));
        await StoppedAsync(actor);

        Assert.Equal("Refused", (await asker.ExpectMsgAsync<AskDenied>()).Code);
        await SettleAsync(asker.Ref);
        Assert.False(asker.HasMessages);
    }

    [Fact]
    [Trait("Requirement", "R-AUTHZ-2")]
    public async Task No_answer_in_time_is_no()
    {
        var (asker, actor) = Create();
        await SettleAsync(actor);

        await AdvanceAsync(actor, TimeSpan.FromSeconds(89.5));
        Assert.False(asker.HasMessages);
        await AdvanceAsync(actor, TimeSpan.FromSeconds(0.5));

        Assert.Equal("NO_ANSWER", (await asker.ExpectMsgAsync<AskDenied>()).Code);
        await StoppedAsync(actor);
    }

    [Theory]
    [Trait("Requirement", "R-AUTHZ-2")]
    [InlineData("waiting")]
    [InlineData("answered")]
    public async Task When_it_dies_the_answer_is_no_and_given_once(string state)
    {
        var (asker, actor) = Create();
        if (state == "answered")
        {
            actor.Tell(new AskDenied("Refused", "The operator said no."));
        }

        actor.Tell(Kill.Instance);
        await StoppedAsync(actor);

        Assert.Equal(state == "answered" ? "Refused" : "SESSION_OVER", (await asker.ExpectMsgAsync<AskDenied>()).Code);
        await SettleAsync(asker.Ref);
        Assert.False(asker.HasMessages);
    }

    private (TestProbe Asker, IActorRef Actor) Create()
    {
        var asker = CreateTestProbe();
        return (asker, Sys.ActorOf(AskActor.Props(asker.Ref, TimeSpan.FromSeconds(90))));
    }
}

using Akka.Actor;
using Akka.Hosting;
using Orchestrator.Actors.Sessions.AtBroker;

namespace Orchestrator.Actors.Links;

/// <summary>Parent of all accepted connections; one that fails is dropped, never restarted.</summary>
public sealed class BrokerLinksActor : UntypedActor
{
    private readonly BrokerSetup _setup;
    private readonly IActorRef _sessions;
    private long _last;

    /// <summary>Hands every connection its own actor.</summary>
    public BrokerLinksActor(BrokerSetup setup, IActorRef sessions)
    {
        _setup = setup;
        _sessions = sessions;
    }

    /// <summary>How to make one.</summary>
    public static Props Props(BrokerSetup setup, IActorRef sessions) => Akka.Actor.Props.Create(() => new BrokerLinksActor(setup, sessions));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case AcceptedBytes accepted:
                Context.ActorOf(BrokerLinkActor.Props(accepted, _setup, _sessions), $"link-{++_last}");
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);
}

/// <summary>Starts the broker's actors in a host.</summary>
public static class BrokerActorsHosting
{
    /// <summary><c>/user/sessions</c> and <c>/user/links</c>. Tell an <see cref="AcceptedBytes"/> to the latter for each accepted connection.</summary>
    public static AkkaConfigurationBuilder AddBroker(this AkkaConfigurationBuilder builder, BrokerSetup setup) =>
        builder.WithActors((system, registry) =>
        {
            var sessions = system.ActorOf(SessionsActor.Props(setup), "sessions");
            registry.Register<SessionsActor>(sessions);
            registry.Register<BrokerLinksActor>(system.ActorOf(BrokerLinksActor.Props(setup, sessions), "links"));
        });
}

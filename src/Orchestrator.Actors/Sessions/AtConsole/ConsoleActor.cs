using Akka.Actor;
using Akka.Event;
using Akka.Hosting;
using Orchestrator.Actors.Links;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Sessions.AtConsole;

/// <summary>
/// One <c>connect</c> of the console: dials, is admitted, proves itself to the instrument, then follows the session. Stops when it is over;
/// the face is told once, in every case.
/// </summary>
public sealed class ConsoleActor : UntypedActor
{
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(60);

    private readonly ConsoleSetup _setup;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<(ConsoleMessages.InstrumentSays Message, IActorRef From)> _early = [];
    private ConsoleLink? _link;
    private LinkConnection? _connection;
    private IActorRef _session = ActorRefs.Nobody;

    /// <summary>Starts to connect at once.</summary>
    public ConsoleActor(ConsoleSetup setup) => _setup = setup;

    /// <summary>How to make one.</summary>
    public static Props Props(ConsoleSetup setup) => Akka.Actor.Props.Create(() => new ConsoleActor(setup));

    /// <inheritdoc/>
    protected override void PreStart() => ConnectAsync(Self).PipeTo(Self, success: connected => connected, failure: Describe);

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Connected connected:
                Begin(connected);
                break;
            case ConsoleEnd end:
                _setup.Face.Finished(end);
                Context.Stop(Self);
                break;
            case ConsoleMessages.InstrumentSays early when _session.IsNobody():
                _early.Add((early, Sender));
                break;
            case ConsoleMessages.LinkEnded ended when _connection is not null && !ReferenceEquals(ended.Connection, _connection):
                break;
            case ConsoleMessages.LinkEnded when _session.IsNobody():
                _link?.FailEarly("LINK_LOST", "The connection to the server broke before the instrument was reached. Try again.");
                break;
            case ConsoleMessages.Redial:
                Redial();
                break;
            case LinkResumption.Done resumed:
                Watch(resumed.Connection, resumed.Run);
                break;
            case LinkResumption.Refused refused:
                _session.Tell(new ConsoleMessages.ResumeRefused(refused.Code, refused.Sentence));
                break;
            case ConsoleMessages.SessionDied:
                Context.Stop(Self);
                break;
            case var other when !_session.IsNobody():
                _session.Forward(other);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stop.Cancel();
        if (_link is { } link)
        {
            _ = link.CloseAsync().ContinueWith(_ => link.Dispose(), TaskScheduler.Default);
        }
    }

    private async Task<Connected> ConnectAsync(IActorRef self)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(ConnectTime);
        var connection = await _setup.Dial(limit.Token).ConfigureAwait(false);
        var link = new ConsoleLink(connection, _setup);
        _link = link;
        link.Bind(self);
        Tell(self, connection, link.RunAsync(connection, _stop.Token));
        var admitted = await link.AdmitAsync(limit.Token).ConfigureAwait(false);
        return new Connected(connection, admitted, await link.ProveAsync(admitted, limit.Token).ConfigureAwait(false));
    }

    private static void Tell(IActorRef self, LinkConnection connection, Task<LinkOutcome> run) => _ = run.PipeTo(
        self, success: outcome => new ConsoleMessages.LinkEnded(connection, outcome), failure: e => new ConsoleMessages.LinkEnded(connection, LinkOutcome.Lost(e.Message)));

    private void Watch(LinkConnection connection, Task<LinkOutcome> run)
    {
        _connection = connection;
        Tell(Self, connection, run);
    }

    /// <summary>The link is lost; the session waits for a new one as long as its grace lasts.</summary>
    private void Redial()
    {
        var older = _connection;
        _link!.Detach();
        _ = older?.DisposeAsync().AsTask();
        new Redialer(_setup.Dial, _setup.Time).ResumeAsync(_link, null, _stop.Token).PipeTo(Self, failure: _ => new LinkResumption.Stopped());
    }

    private void Begin(Connected connected)
    {
        _connection = connected.Connection;
        _session = Context.ActorOf(ConsoleSessionActor.Props(_setup, connected.Answer, connected.Proved), "session");
        Context.WatchWith(_session, ConsoleMessages.SessionDied.Instance);
        foreach (var (message, from) in _early)
        {
            _session.Tell(message, from);
        }

        _early.Clear();
    }

    private static ConsoleEnd Describe(Exception failure) => failure switch
    {
        ConnectRefusedException refused => new ConsoleEnd(refused.Code, refused.Message, false),
        Abstractions.DialException dial => new ConsoleEnd(dial.Code, dial.Message, false),
        OperationCanceledException => new ConsoleEnd("TIMEOUT", "The server or the instrument didn't answer in time. Try again; ask the operator whether QuickSupport still runs.", false),
        Orchestrator.Links.Handshakes.LinkHandshakeException => new ConsoleEnd("SERVER_UNPROVEN", "The server couldn't prove that it is the vendor's. Don't go on; report this.", false),
        _ => new ConsoleEnd("CONNECT_FAILED", "The connection failed: " + failure.Message, false),
    };

    private sealed record Connected(LinkConnection Connection, BrokerToConsole.Connected Answer, ConsoleMessages.Proved Proved) : INoSerializationVerificationNeeded;
}

/// <summary>Starts it in a host.</summary>
public static class ConsoleActorHosting
{
    /// <summary>One connect at <c>/user/console</c>.</summary>
    public static AkkaConfigurationBuilder AddConsole(this AkkaConfigurationBuilder builder, ConsoleSetup setup) =>
        builder.WithActors((system, registry) => registry.Register<ConsoleActor>(system.ActorOf(ConsoleActor.Props(setup), "console")));
}

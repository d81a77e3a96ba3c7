using System.IO.Pipelines;
using Akka.Actor;
using Akka.Event;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Links.Handshakes;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Links;

/// <summary>One accepted connection at the broker: handshake, then the endpoint's messages until the link ends. Dies with it.</summary>
public sealed class BrokerLinkActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(5);

    private readonly AcceptedBytes _accepted;
    private readonly BrokerSetup _setup;
    private readonly IActorRef _sessions;
    private readonly CancellationTokenSource _stop = new();
    private LinkConnection? _link;
    private IBrokerEndpoint? _endpoint;
    private ReadOnlyMemory<byte> _checkpoint;
    private long _counter;

    /// <summary>Takes over a byte stream that a transport accepted.</summary>
    public BrokerLinkActor(AcceptedBytes accepted, BrokerSetup setup, IActorRef sessions)
    {
        _accepted = accepted;
        _setup = setup;
        _sessions = sessions;
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to make one.</summary>
    public static Props Props(AcceptedBytes accepted, BrokerSetup setup, IActorRef sessions) =>
        Akka.Actor.Props.Create(() => new BrokerLinkActor(accepted, setup, sessions));

    /// <inheritdoc/>
    protected override void PreStart() =>
        HandshakeAsync().PipeTo(Self, success: link => link, failure: e => new Failed(e.Message));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case EstablishedLink established:
                Run(established);
                break;
            case Beat:
                SendHeartbeat();
                break;
            case LinkOutcome outcome:
                _endpoint!.Ended(outcome);
                Context.Stop(Self);
                break;
            case Failed failed:
                Context.GetLogger().Info("A connection from {0} proved nothing and was dropped: {1}", _accepted.Address, failed.Reason);
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stop.Cancel();
        if (_link is not null)
        {
            _ = _link.DisposeAsync().AsTask();
        }

        _accepted.Bytes.Output.CancelPendingFlush();
        _accepted.Bytes.Output.Complete();
        _accepted.Ended.TrySetResult();
    }

    private async Task<EstablishedLink> HandshakeAsync()
    {
        using var late = new CancellationTokenSource(ProtocolLimits.HandshakeTimeout, _setup.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, late.Token);
        return await LinkHandshakes.AcceptAsync(_accepted.Bytes, _setup.SettingsFor, _setup.Time, either.Token).ConfigureAwait(false);
    }

    private void Run(EstablishedLink established)
    {
        _link = established.Connection;
        var key = established.Handshake.PeerKey;
        var from = new Endpoint(key.Spki, key.Fingerprint.ToString(), _accepted.Address, _accepted.Transport);
        _endpoint = established.Context!.Kind switch
        {
            EndpointKind.Instrument => new InstrumentEndpoint(_link, from, _setup, _sessions),
            EndpointKind.Console => new ConsoleEndpoint(_link, from, _setup, _sessions),
            EndpointKind.Witness => new WitnessEndpoint(_link, from, _setup),
            var other => throw new InvalidOperationException($"Nothing is there for an endpoint of kind {other}."),
        };
        _link.RunAsync(_endpoint, _stop.Token).PipeTo(Self, success: outcome => outcome, failure: e => LinkOutcome.Lost(e.Message));
        Timers.StartPeriodicTimer(nameof(Beat), Beat.Instance, HeartbeatInterval);
    }

    private void SendHeartbeat()
    {
        var newest = _setup.Journal.LatestCheckpoint;
        var isNew = !newest.Span.SequenceEqual(_checkpoint.Span);
        _checkpoint = newest;
        _ = _link!.SendAsync(new BrokerToBoth.Heartbeat(++_counter, _setup.Time.GetUtcNow().ToUnixTimeMilliseconds(), isNew ? newest : Blob.Empty));
    }

    private sealed record Failed(string Reason);

    private sealed record Beat : INotInfluenceReceiveTimeout, IDeadLetterSuppression
    {
        public static Beat Instance { get; } = new();
    }
}

/// <summary>A byte stream that a transport accepted.</summary>
/// <param name="Bytes">To and from the transport.</param>
/// <param name="Address">Where it comes from.</param>
/// <param name="Transport">Its name.</param>
/// <param name="Ended">Set when the link is over.</param>
public sealed record AcceptedBytes(IDuplexPipe Bytes, string Address, string Transport, TaskCompletionSource Ended) : INoSerializationVerificationNeeded;

/// <summary>What an endpoint's messages do at the broker.</summary>
internal interface IBrokerEndpoint : ILinkReceiver
{
    /// <summary>The link is over.</summary>
    void Ended(LinkOutcome outcome);
}

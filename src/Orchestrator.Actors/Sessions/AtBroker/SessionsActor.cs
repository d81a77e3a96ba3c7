using Akka.Actor;
using Orchestrator.Domain;
using static Orchestrator.Actors.Sessions.AtBroker.BrokerMessages;

namespace Orchestrator.Actors.Sessions.AtBroker;

/// <summary>
/// The one address of all sessions: gives numbers, knows which actor holds which session. A session whose actor dies is over;
/// its number is never given again while this process lives.
/// </summary>
public sealed class SessionsActor : UntypedActor
{
    private readonly BrokerSetup _setup;
    private readonly Dictionary<SessionNumber, IActorRef> _sessions = [];
    private readonly HashSet<SessionNumber> _used = [];

    /// <summary>Holds no session at first.</summary>
    public SessionsActor(BrokerSetup setup) => _setup = setup;

    /// <summary>How to make one.</summary>
    public static Props Props(BrokerSetup setup) => Akka.Actor.Props.Create(() => new SessionsActor(setup));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Register register:
                var number = NewNumber();
                var actor = Context.ActorOf(BrokerSessionActor.Props(_setup, number, register), number.ToString());
                Context.WatchWith(actor, new SessionDied(number));
                _sessions[number] = actor;
                actor.Forward(BrokerSessionActor.Begin.Instance);
                break;
            case IForSession addressed when _sessions.TryGetValue(addressed.Session, out var session):
                session.Forward(message);
                break;
            case Admit admit:
                _setup.Admission.AdmitAsync(AdmissionRequests.For(admit, default, default, null), CancellationToken.None).PipeTo(
                    Sender,
                    success: outcome => outcome is AdmitOutcome.Refused refused ? new Refused(refused.Code, refused.Sentence) : Unknown,
                    failure: _ => new Refused(AdmissionRequests.Fault.Code, AdmissionRequests.Fault.Sentence));
                break;
            case IForSession:
                Sender.Tell(Unknown);
                break;
            case Revoke:
                foreach (var each in _sessions.Values)
                {
                    each.Forward(message);
                }

                break;
            case SessionDied died:
                _sessions.Remove(died.Session);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private static Refused Unknown { get; } = new("SESSION_UNKNOWN", "There is no such session waiting. Ask the operator to read the nine digits again; a number dies with its session.");

    private SessionNumber NewNumber()
    {
        Span<byte> bytes = stackalloc byte[4];
        while (true)
        {
            _setup.Random.Fill(bytes);
            var value = BitConverter.ToUInt32(bytes) & 0x3FFF_FFFF;
            if (value is >= SessionNumber.Minimum and <= SessionNumber.Maximum && _used.Add(new SessionNumber((int)value)))
            {
                return new SessionNumber((int)value);
            }
        }
    }
}

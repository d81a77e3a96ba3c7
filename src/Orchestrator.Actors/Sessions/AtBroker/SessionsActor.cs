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
            case Register register when _setup.Posture.WhyNot(register.Claim) is { } refusal:
                RefuseAsync(register, refusal).PipeTo(Sender);
                break;
            case Register register:
                FindNumber(register, Sender);
                break;
            case NumberFound { IsUsed: true } again:
                FindNumber(again.Register, again.Asker);
                break;
            case NumberFound found:
                Begin(found);
                break;
            case IForSession addressed when _sessions.TryGetValue(addressed.Session, out var session):
                session.Forward(message);
                break;
            case Admit admit:
                _setup.Admission.AdmitAsync(AdmissionRequests.For(admit, default, default, null), CancellationToken.None).PipeTo(
                    Sender,
                    success: AdmissionRequests.Denial,
                    failure: _ => AdmissionRequests.Denial(AdmissionRequests.Fault));
                break;
            case IsAlive asked:
                Sender.Tell(new Alive(_sessions.ContainsKey(asked.Session)));
                break;
            case IForSession:
                Sender.Tell(AdmissionRequests.Unknown);
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

    /// <summary>The reason is given once it is recorded: a log that can't be written is a fault of its own.</summary>
    private async Task<Refused> RefuseAsync(Register register, Refusal refusal)
    {
        var wish = register.Wish;
        try
        {
            await _setup.Journal.AppendAsync(
                new BrokerObservations.RegistrationRefused(
                    wish.Instrument, register.From.Address, register.From.Fingerprint, register.Claim.ExecutableSha256, wish.Composition, refusal.Code),
                CancellationToken.None).ConfigureAwait(false);
            return new Refused(refusal.Code, refusal.Sentence);
        }
        catch (Exception)
        {
            return AdmissionRequests.NotRegistered;
        }
    }

    private void FindNumber(Register register, IActorRef asker)
    {
        var number = NewNumber();
        _setup.Claims.IsUsedAsync(number, CancellationToken.None).PipeTo(Self, success: used => new NumberFound(register, number, used, asker));
    }

    private void Begin(NumberFound found)
    {
        var actor = Context.ActorOf(BrokerSessionActor.Props(_setup, found.Number, found.Register), found.Number.ToString());
        Context.WatchWith(actor, new SessionDied(found.Number));
        _sessions[found.Number] = actor;
        actor.Tell(BrokerSessionActor.Begin.Instance, found.Asker);
    }

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

    private sealed record NumberFound(Register Register, SessionNumber Number, bool IsUsed, IActorRef Asker) : INoSerializationVerificationNeeded;
}

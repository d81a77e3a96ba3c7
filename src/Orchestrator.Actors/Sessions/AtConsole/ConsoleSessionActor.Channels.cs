using Akka.Actor;
using Orchestrator.Actors.Channels;
using Orchestrator.Actors.Consents;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using Orchestrator.Protocol;
using static Orchestrator.Actors.Channels.ChannelMessages;
using static Orchestrator.Actors.Sessions.AtConsole.ConsoleMessages;

namespace Orchestrator.Actors.Sessions.AtConsole;

/// <content>Questions, and the channels that their answers open.</content>
public sealed partial class ConsoleSessionActor
{
    private readonly Dictionary<uint, LiveAsk> _asks = [];
    private readonly Dictionary<ChannelId, LiveChannel> _channels = [];

    // A channel whose actor failed isn't opened again, though the instrument's record of its end is still to come.
    private readonly HashSet<ChannelId> _opened = [];
    private readonly Dictionary<GrantId, uint> _requestOfGrant = [];
    private readonly Dictionary<GrantId, (long At, TimeSpan Span)> _granted = [];
    private uint _lastRequest;

    private void OnAsk(Ask ask)
    {
        var id = ++_lastRequest;
        var unsigned = new TechnicianToInstrument.Ask(id, ask.Capability, Math.Clamp(ask.Minutes, 1, ProtocolLimits.MaxAskMinutes), ask.Reason, ask.File, Blob.Empty);
        var patience = TimeSpan.FromSeconds(Math.Min(_state.Policy.PromptSeconds, 600) + 30);
        var actor = Context.ActorOf(AskActor.Props(Sender, patience), $"ask-{id}");
        Context.WatchWith(actor, new AskDied(id));
        _asks[id] = new LiveAsk(actor, new AskView(id, null, ask.Capability, AskProgress.Asked, ""));
        _ = Peer.SendAsync(AskContent.Sign(unsigned, _proved.TranscriptHash, _setup.Key));
        Show();
    }

    /// <summary>Which question an event answers. One question for each capability waits at a time, so the capability names it.</summary>
    private void Follow(SessionEvent happened)
    {
        switch (happened)
        {
            case SessionEvents.Asked { By: Party.Technician } asked when _asks.Values.FirstOrDefault(a => a.IsWaitingFor(asked.Capability)) is { } ask:
                _asks[ask.View.RequestId] = ask with { View = ask.View with { Ask = asked.Ask } };
                break;
            case SessionEvents.AskEnded ended when RequestOf(ended.Ask) is { } id:
                Progress(id, AskProgress.Ended, Sentence(ended.Outcome));
                Answer(id, new AskDenied(ended.Outcome.ToString(), Sentence(ended.Outcome)));
                break;
            case SessionEvents.Granted granted:
                _granted[granted.Grant] = (_setup.Time.GetTimestamp(), TimeSpan.FromSeconds(granted.Seconds));
                if (RequestOf(granted.Ask) is { } request)
                {
                    _requestOfGrant[granted.Grant] = request;
                    Progress(request, AskProgress.Granted, "");
                }

                break;
            case SessionEvents.Renewed renewed:
                _granted[renewed.Grant] = (_setup.Time.GetTimestamp(), TimeSpan.FromSeconds(renewed.Seconds));
                if (RequestOf(renewed.Ask) is { } again && _state.ChannelOf(renewed.Grant) is { } open && _channels.TryGetValue(open.Id, out var live))
                {
                    Progress(again, AskProgress.Granted, "");
                    Answer(again, new AskOpened(renewed.Ask, renewed.Grant, open.Id, live.Pump));
                }

                break;
        }
    }

    /// <summary>Channels and gates follow the state.</summary>
    private void Reconcile()
    {
        foreach (var id in _channels.Keys.Where(id => !_state.Channels.ContainsKey(id) || _state.Blind || _state.Phase != SessionPhase.Open).ToList())
        {
            Cut(id);
        }

        foreach (var open in _state.Channels.Values.Where(c =>
            c.Capability.IsOneFile() == c.File is not null && _state.GateOf(c.Id, default) != GateState.Closed && _opened.Add(c.Id)))
        {
            Open(open);
        }

        foreach (var (id, channel) in _channels)
        {
            // The deadline is the gate's own; the instrument's clock isn't this one's.
            if (_state.GateOf(id, default) == GateState.Open && _link.Length == 0)
            {
                channel.Gate.CloseAfter(Remaining(_state.Channels[id].Grant));
                channel.Gate.Release(HoldReason.Session);
            }
            else
            {
                channel.Gate.Hold(HoldReason.Session);
            }
        }
    }

    private void Open(OpenChannel open)
    {
        var gate = new ChannelGate(_setup.Time);
        var request = _requestOfGrant.GetValueOrDefault(open.Grant);
        var pump = _setup.Pumps.Create(open.Id, open.Capability, open.File, request);
        var wire = Peer.Open(open.Id, open.Capability, gate);
        var actor = Context.ActorOf(ChannelActor.Props(open.Id, gate, wire, pump, Self), $"channel-{open.Id}");
        Context.WatchWith(actor, new ChannelDied(open.Id));
        _channels[open.Id] = new LiveChannel(actor, gate, wire, pump);
        if (_asks.GetValueOrDefault(request)?.View.Ask is { } ask)
        {
            Answer(request, new AskOpened(ask, open.Grant, open.Id, pump));
        }
    }

    private void Cut(ChannelId id)
    {
        if (_channels.Remove(id, out var channel))
        {
            channel.Gate.Close();
            channel.Wire.Cut();
            Context.Unwatch(channel.Actor);
            Context.Stop(channel.Actor);
        }
    }

    private void OnChild(object message)
    {
        switch (message)
        {
            case PumpEnded { End.Outcome: PumpOutcome.Violation } cut when !_channels.ContainsKey(cut.Channel):
                // A channel that was cut inside a message looks to its pump like one that breaks the protocol.
                break;
            case PumpEnded { End.Outcome: PumpOutcome.Violation } ended:
                Self.Tell(new Violation(ended.End.Detail));
                break;
            case PumpEnded { End.Outcome: PumpOutcome.Failed } failed:
                GiveBack(failed.Channel);
                break;
            case ChannelDied died:
                GiveBack(died.Channel);
                Cut(died.Channel);
                break;
            case AskDied died:
                _asks.Remove(died.RequestId);
                break;
        }
    }

    private void GiveBack(ChannelId id)
    {
        if (_state.Channels.TryGetValue(id, out var open))
        {
            _ = Peer.SendAsync(new TechnicianToInstrument.ReleaseGrant(open.Grant));
        }
    }

    private uint? RequestOf(AskId ask) => _asks.Values.FirstOrDefault(a => a.View.Ask == ask)?.View.RequestId;

    private void Progress(uint id, AskProgress progress, string sentence)
    {
        if (_asks.TryGetValue(id, out var ask))
        {
            _asks[id] = ask with { View = ask.View with { Progress = progress, Sentence = sentence }, Since = _setup.Time.GetTimestamp() };
            Show();
        }
    }

    private void ProgressOf(AskId ask, AskProgress progress)
    {
        if (RequestOf(ask) is { } id)
        {
            Progress(id, progress, "");
        }
    }

    private void Answer(uint id, object answer) => _asks.GetValueOrDefault(id)?.Actor.Tell(answer);

    private TimeSpan Remaining(GrantId grant) =>
        _granted.TryGetValue(grant, out var given) ? given.Span - _setup.Time.GetElapsedTime(given.At) : TimeSpan.Zero;

    private Dictionary<GrantId, TimeSpan> RemainingTimes() => _state.Grants.Keys.ToDictionary(id => id, Remaining);

    private static string Sentence(AskOutcome outcome) => outcome switch
    {
        AskOutcome.Refused => "The operator said no.",
        AskOutcome.TimedOut => "The operator didn't answer in time.",
        AskOutcome.Withdrawn => "The question was taken back.",
        AskOutcome.OperatorAway => "The operator is away from the instrument.",
        AskOutcome.FileNotAllowed => "This file or place isn't allowed at the instrument.",
        AskOutcome.LinkLost => "The link broke while the operator was being asked.",
        AskOutcome.SessionOver => "The session ended before the operator answered.",
        _ => "That isn't possible any more.",
    };

    private AskView Now(LiveAsk ask)
    {
        var left = TimeSpan.FromSeconds(_state.Policy.PromptSeconds) - _setup.Time.GetElapsedTime(ask.Since);
        return ask.View.Progress == AskProgress.Seen && left > TimeSpan.Zero ? ask.View with { Left = left } : ask.View;
    }

    /// <param name="Actor">Waits for the answer.</param>
    /// <param name="View">What the technician sees.</param>
    /// <param name="Since">When it came so far.</param>
    private sealed record LiveAsk(IActorRef Actor, AskView View, long Since = 0)
    {
        public bool IsWaitingFor(Capability capability) => View is { Ask: null, Progress: AskProgress.Asked or AskProgress.Received } && View.Capability == capability;
    }

    private sealed record LiveChannel(IActorRef Actor, ChannelGate Gate, IWireChannel Wire, IChannelPump Pump);
}

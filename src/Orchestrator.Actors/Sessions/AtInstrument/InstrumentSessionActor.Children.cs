using Akka.Actor;
using Orchestrator.Actors.Channels;
using Orchestrator.Actors.Consents;
using Orchestrator.Domain;
using Orchestrator.Links.Channels;
using static Orchestrator.Actors.Channels.ChannelMessages;
using static Orchestrator.Actors.Sessions.AtInstrument.InstrumentMessages;

namespace Orchestrator.Actors.Sessions.AtInstrument;

/// <content>Channel and consent actors follow the states; gates are open only where both states say so.</content>
public sealed partial class InstrumentSessionActor
{
    private readonly Dictionary<ChannelId, LiveChannel> _channels = [];
    private readonly Dictionary<ChannelId, IWireChannel> _unmetered = [];
    private readonly Dictionary<ChannelId, string> _paths = [];
    private (AskId Ask, IActorRef Actor)? _consent;

    /// <summary>Makes children and gates agree with the states. Calling it twice changes nothing.</summary>
    private void Reconcile()
    {
        foreach (var id in _channels.Keys.Where(id => !_logged.Channels.ContainsKey(id)).ToList())
        {
            Cut(id);
        }

        // A file's channel waits for the record that says which file and where.
        foreach (var open in _effective.Channels.Values.Where(c =>
            _logged.Channels.ContainsKey(c.Id) && !_channels.ContainsKey(c.Id) && c.Capability.IsOneFile() == c.File is not null))
        {
            Open(open);
        }

        foreach (var (id, channel) in _channels)
        {
            Set(channel.Gate, id);
        }

        ReconcilePrompt();
    }

    /// <summary>The session has heard of the operator's key: from here on its own state says what is held.</summary>
    private void LetGoOfStopKey()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Gate.Release(HoldReason.StopKey);
        }
    }

    private void Set(ChannelGate gate, ChannelId id)
    {
        var now = Now;
        switch ((GateState)Math.Min((int)_logged.GateOf(id, now), (int)_effective.GateOf(id, now)))
        {
            case GateState.Open:
                gate.CloseAfter(_effective.Grants[_effective.Channels[id].Grant].Until - now);
                gate.Release(HoldReason.Link);
                gate.Release(HoldReason.Session);
                break;
            case GateState.Held when IsHeldByLinkAlone(id, now):
                gate.Hold(HoldReason.Link);
                gate.Release(HoldReason.Session);
                break;
            case GateState.Held:
                gate.Hold(HoldReason.Session);
                break;
            default:
                gate.Close();
                break;
        }
    }

    private bool IsHeldByLinkAlone(ChannelId id, SessionTime now)
    {
        var none = _logged.LinksDown.Clear();
        return (_logged with { LinksDown = none }).GateOf(id, now) == GateState.Open && (_effective with { LinksDown = none }).GateOf(id, now) == GateState.Open;
    }

    private void Open(OpenChannel open)
    {
        var gate = new ChannelGate(_setup.Time);
        var wire = _setup.Wire.OpenChannel(open.Id, open.Capability, gate);
        var pump = _setup.Pumps.Create(open.Id, open.Capability, open.File, _paths.GetValueOrDefault(open.Id));
        _setup.StopKeys.Add(open.Id, open.Capability, gate);
        var actor = Context.ActorOf(ChannelActor.Props(open.Id, gate, wire, pump, Self), $"channel-{open.Id}");
        Context.WatchWith(actor, new ChannelDied(open.Id));
        _channels[open.Id] = new LiveChannel(actor, gate, wire, pump, open.Capability);
    }

    private void Cut(ChannelId id)
    {
        if (_channels.Remove(id, out var channel))
        {
            channel.Gate.Close();
            channel.Wire.Cut();
            _setup.StopKeys.Remove(id);
            _unmetered[id] = channel.Wire;
            Context.Unwatch(channel.Actor);
            Context.Stop(channel.Actor);
        }
    }

    private void MeterClosed(ChannelId id)
    {
        // A channel that was taken back before it opened has carried nothing.
        var counts = _unmetered.Remove(id, out var wire) ? wire.Counts : default;
        Carry(new HostCommands.Meter(id, counts.RecordsIn, counts.BytesIn, counts.RecordsOut, counts.BytesOut));
    }

    /// <summary>One prompt at a time, the oldest question first.</summary>
    private void ReconcilePrompt()
    {
        if (_consent is { } shown && !_logged.Asks.ContainsKey(shown.Ask))
        {
            Context.Unwatch(shown.Actor);
            Context.Stop(shown.Actor);
            _consent = null;
        }

        if (_consent is not null || _effective.Phase != SessionPhase.Open || _effective.Technician is not { } technician)
        {
            return;
        }

        if (_effective.Asks.Values.FirstOrDefault(a => _logged.Asks.ContainsKey(a.Id)) is { } ask)
        {
            var prompt = new OperatorPrompt(ask.Id, ask.Capability, technician, ask.Minutes, ask.Reason, ask.File, ask.Renews is not null, PromptText.Of(ask, technician, _effective.Terms))
            {
                Files = _effective.Policy.FilesOf(ask.Capability),
            };
            var pumps = _channels.Values.Where(c => !c.Capability.IsOneFile()).Select(c => c.Pump).ToList();
            var timeOut = TimeSpan.FromSeconds(_effective.Policy.PromptSeconds);
            var (state, receipts) = (_effective, _setup.Receipts);
            var actor = Context.ActorOf(
                ConsentActor.Props(
                    prompt,
                    _setup.Face,
                    ct => Task.WhenAll(pumps.Select(p => p.QuiesceAsync(ct).AsTask())),
                    (answer, ct) => receipts.SignAsync(new AnsweredPrompt(state, ask, prompt.Text, answer), ct),
                    timeOut,
                    Self),
                $"consent-{ask.Id}");
            Context.WatchWith(actor, new ConsentDied(ask.Id));
            _consent = (ask.Id, actor);
        }
    }

    private void OnChild(object message)
    {
        switch (message)
        {
            case PromptShown shown:
                _setup.Wire.PromptSeen(shown.Ask);
                break;
            case PromptAnswered { Answer: PromptAnswer.Allowed yes, Receipt: { } receipt } answered when _consent?.Ask == answered.Ask:
                OnLocalInput();
                Carry(new OperatorCommands.Allow(answered.Ask, answered.TextSha256, yes.File, yes.Path, receipt));
                break;
            case PromptAnswered answered:
                Carry(new OperatorCommands.Refuse(answered.Ask, OutcomeOf(answered.Answer), answered.Receipt));
                break;
            case ReceiptFailed failed:
                Carry(new HostCommands.FailPart("receipt", failed.Reason));
                Carry(new HostCommands.LosePrompt(failed.Ask));
                break;
            case PromptTimedOut late:
                Carry(new HostCommands.TimeOutPrompt(late.Ask));
                break;
            case ConsentDied died:
                _consent = _consent?.Ask == died.Ask ? null : _consent;
                Carry(new HostCommands.LosePrompt(died.Ask));
                break;
            case ChannelDied died:
                OnChannelDied(died.Channel);
                break;
            case PumpEnded ended:
                OnPumpEnded(ended.Channel, ended.End);
                break;
        }
    }

    private static AskOutcome OutcomeOf(PromptAnswer answer) => answer switch
    {
        PromptAnswer.Refused no => no.Outcome,
        PromptAnswer.Unanswered no => no.Outcome,
        _ => AskOutcome.Refused,
    };

    private void OnChannelDied(ChannelId id)
    {
        Cut(id);
        Carry(new HostCommands.FailChannel(id, "its actor failed and was stopped"));
    }

    private void OnPumpEnded(ChannelId id, PumpEnd end)
    {
        if (end.Outcome == PumpOutcome.Violation && !_channels.ContainsKey(id))
        {
            // A channel that was cut inside a message looks to its pump like one that breaks the protocol.
            return;
        }

        if (end.Outcome == PumpOutcome.Cut)
        {
            // The gate closed first: by its deadline, which the next look at the clock records, or by a stop key, whose command is on its way.
            Carry(new HostCommands.Tick());
            return;
        }

        if (end.Outcome == PumpOutcome.Violation)
        {
            Carry(new HostCommands.FailPart($"channel {id}", end.Detail));
        }

        var isFile = _logged.Channels.GetValueOrDefault(id)?.Capability.IsOneFile() ?? false;
        Carry(end switch
        {
            { Outcome: PumpOutcome.Done, File: { } file } when isFile => new HostCommands.CompleteFile(id, file),
            { Outcome: PumpOutcome.Failed } when isFile => new HostCommands.FailFile(id, end.Detail),
            { Outcome: PumpOutcome.Violation } => new HostCommands.End(Party.Instrument, EndReason.ProtocolViolation),
            _ => new HostCommands.FailChannel(id, end.Detail.Length > 0 ? end.Detail : "its pump ended"),
        });
    }

    private sealed record LiveChannel(IActorRef Actor, ChannelGate Gate, IWireChannel Wire, IChannelPump Pump, Capability Capability);
}

using Akka.Actor;
using Akka.Event;
using Orchestrator.Actors.Channels;
using Orchestrator.Domain;
using Orchestrator.Links.Relaying;
using static Orchestrator.Actors.Sessions.AtBroker.BrokerMessages;

namespace Orchestrator.Actors.Sessions.AtBroker;

/// <content>
/// The relay's channels follow the instrument's events, as far as the ticket that was handed out goes, and end by the broker's own clock where no event comes.
/// </content>
public sealed partial class BrokerSessionActor
{
    // The instrument's clock began with its session, a moment later than this one; and it may take so long until a renewal or a close is stored.
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(15);

    private readonly Dictionary<ChannelId, RelayChannel> _channels = [];
    private readonly Dictionary<ChannelId, IActorRef> _channelActors = [];
    private readonly HashSet<ChannelId> _opened = [];
    private readonly Dictionary<GrantId, SessionTime> _grantEnds = [];
    private TicketRights _rights = TicketRights.None;

    private void FollowChannels()
    {
        foreach (var id in _channels.Keys.Where(id => !_state.Channels.ContainsKey(id) || _state.Blind).ToList())
        {
            Close(id);
        }

        // Never twice: a channel whose actor failed stays closed, whatever the instrument says.
        foreach (var open in _state.Channels.Values.Where(c => _state.GateOf(c.Id, Now) != GateState.Closed && _opened.Add(c.Id)))
        {
            if (WhyNotRelay(open) is { } why)
            {
                Note(new BrokerObservations.Vetoed(_number, why));
                continue;
            }

            var channel = new RelayChannel(open.Id, open.Capability);
            var actor = Context.ActorOf(RelayChannelActor.Props(channel), $"channel-{open.Id}");
            Context.WatchWith(actor, new ChannelDied(open.Id));
            _channels[open.Id] = channel;
            _channelActors[open.Id] = actor;
            _relay.Open(channel);
            Note(new BrokerObservations.RelayOpened(_number, open.Id, open.Capability));
        }
    }

    private void Close(ChannelId id)
    {
        if (_channels.Remove(id, out var channel))
        {
            Note(Metered(id, channel));
        }

        if (_channelActors.Remove(id, out var actor))
        {
            Context.Unwatch(actor);
            Context.Stop(actor);
        }
    }

    private BrokerObservations.RelayMetered Metered(ChannelId id, RelayChannel channel)
    {
        var counts = channel.Close();
        return new(_number, id, counts.RecordsIn, counts.BytesIn, counts.RecordsOut, counts.BytesOut, channel.Refused);
    }

    /// <summary>What the ticket didn't name isn't relayed, whatever the instrument says.</summary>
    private string? WhyNotRelay(OpenChannel open) =>
        !_rights.Minutes.ContainsKey(open.Capability) ? $"channel {open.Id}: the ticket doesn't name {open.Capability.Name()}"
        : _rights.NotAfter <= _setup.Time.GetUtcNow() ? $"channel {open.Id}: the ticket is over"
        : null;

    /// <summary>A yes counts from when it came here, for as long as the ticket says, and no longer than the ticket itself.</summary>
    private void NoteTime(SessionEvent happened)
    {
        if (happened is SessionEvents.Granted granted)
        {
            _grantEnds[granted.Grant] = EndOf(granted.Capability);
        }
        else if (happened is SessionEvents.Renewed renewed && _state.Grants.TryGetValue(renewed.Grant, out var grant))
        {
            _grantEnds[renewed.Grant] = EndOf(grant.Capability);
        }
    }

    private SessionTime EndOf(Capability capability)
    {
        var minutes = TimeSpan.FromMinutes(_rights.Minutes.GetValueOrDefault(capability));
        var ticket = _rights.NotAfter - _setup.Time.GetUtcNow();
        return Now + (minutes < ticket ? minutes : ticket);
    }

    /// <summary>The broker's own clock: an instrument that doesn't close what is over finds it closed here.</summary>
    private void CloseExpired()
    {
        var late = new SessionTime(Now.Milliseconds - (long)ClosingTime.TotalMilliseconds);
        foreach (var id in _channels.Keys.ToList())
        {
            if (_state.GateOf(id, late) == GateState.Closed)
            {
                Close(id);
            }
            else if (_grantEnds[_state.Channels[id].Grant] <= late)
            {
                Close(id);
                Note(new BrokerObservations.Vetoed(_number, $"channel {id}: open for longer than the ticket lets it be"));
            }
        }
    }

    private void OnChannelDied(ChannelId id)
    {
        _channelActors.Remove(id);
        Close(id);
        Note(new BrokerObservations.Vetoed(_number, $"channel {id}: its actor failed and was stopped"));
    }

    private sealed record LookAtClock : INotInfluenceReceiveTimeout, IDeadLetterSuppression
    {
        public static LookAtClock Instance { get; } = new();
    }
}

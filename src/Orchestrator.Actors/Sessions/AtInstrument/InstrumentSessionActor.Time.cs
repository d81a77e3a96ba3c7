using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Orchestrator.Domain;

namespace Orchestrator.Actors.Sessions.AtInstrument;

/// <content>The clock, the operator's presence, and the end.</content>
public sealed partial class InstrumentSessionActor
{
    private static readonly TimeSpan AwayWarning = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MeteringTime = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan SigningTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(300);

    // By satellite the broker's word for END takes a second; whoever leaves before it cuts END off.
    private static readonly TimeSpan OrderlyWords = TimeSpan.FromMilliseconds(1900);

    private readonly HashSet<(GrantId, SessionTime)> _offered = [];
    private readonly Dictionary<GrantId, (Capability Capability, SessionTime Since)> _openSince = [];
    private readonly Dictionary<ChannelId, GrantId> _grantOfChannel = [];
    private readonly Dictionary<GrantId, (FileOffer File, bool Completed)> _files = [];
    private ImmutableArray<SummaryLine> _summary = [];
    private SessionEvents.Ending? _ending;
    private long _lastLocalInput;
    private long _lastCheckpoint;
    private long _lastSequence = -1;
    private bool _warnedAway;
    private bool _isLocked;
    private bool _endedStored;
    private bool _endSigned;
    private bool _wordsOver;
    private bool _stopping;

    private void OnTick()
    {
        Carry(new HostCommands.Tick());
        OfferRenewals();
        WatchPresence();
        var idle = _setup.Time.GetElapsedTime(_startedAt);
        if (_logged.Phase == SessionPhase.Waiting && idle >= SessionLimits.NobodyJoined)
        {
            Carry(new HostCommands.End(Party.Instrument, EndReason.NobodyJoined));
        }

        if (_setup.Time.GetElapsedTime(_lastCheckpoint) >= CheckpointInterval && _lastSequence >= 0)
        {
            _lastCheckpoint = _setup.Time.GetTimestamp();
            Checkpoint();
        }

        ShowOperator();
    }

    private void OfferRenewals()
    {
        var now = Now;
        foreach (var grant in _effective.Grants.Values.Where(g => !g.Capability.IsOneFile() && g.Until - now <= SessionLimits.RenewalOffer))
        {
            // A grant that was short from the start isn't offered again at once.
            var lasted = now - _openSince.GetValueOrDefault(grant.Id).Since;
            if (lasted >= SessionLimits.RenewalOffer && !IsWriting && _offered.Add((grant.Id, grant.Until)))
            {
                Carry(new HostCommands.OfferRenewal(grant.Id));
            }
        }
    }

    private void WatchPresence()
    {
        var away = _setup.Time.GetElapsedTime(_lastLocalInput);
        var limit = TimeSpan.FromMinutes(_effective.Policy.PresenceMinutes);
        if (_effective.Phase == SessionPhase.Open && (_isLocked || away >= limit))
        {
            Carry(new HostCommands.GoAway());
        }
        else if (_effective.Phase == SessionPhase.Open && away >= limit - AwayWarning && !_warnedAway)
        {
            _warnedAway = true;
            Notice("Are you still there? Press any key: in 30 seconds everything is held until you do.");
        }
    }

    /// <summary>Locked means that nobody is there, at once. Unlocking alone brings nobody back: a key at the face does.</summary>
    private void OnSessionLock(bool isLocked)
    {
        _isLocked = isLocked;
        WatchPresence();
        Notice(isLocked
            ? "This computer's session is locked: everything is held. Unlock it and press any key here to go on."
            : "This computer's session isn't locked any more. Press any key here to go on.");
    }

    private void OnLocalInput()
    {
        if (_isLocked)
        {
            return;
        }

        _lastLocalInput = _setup.Time.GetTimestamp();
        _warnedAway = false;
        if (_logged.Away)
        {
            Carry(new HostCommands.ComeBack());
        }
    }

    /// <summary>What the summary will say, and the steps of the end.</summary>
    private void Remember(SessionEvent happened)
    {
        switch (happened)
        {
            case SessionEvents.Granted e:
                _openSince[e.Grant] = (e.Capability, Now);
                break;
            case SessionEvents.ChatPosted { By: Party.Operator } e:
                _setup.Wire.Say(e.Text);
                break;
            case SessionEvents.ChatPosted e:
                _notice = $"{_effective.Technician?.PrintedName}: {e.Text}";
                break;
            case SessionEvents.ChannelOpened e:
                _grantOfChannel[e.Channel] = e.Grant;
                break;
            case SessionEvents.FileAccepted e:
                _files[_grantOfChannel[e.Channel]] = (e.File, false);
                break;
            case SessionEvents.FileCompleted e:
                _files[_grantOfChannel[e.Channel]] = (e.File, true);
                break;
            case SessionEvents.GrantEnded e when _openSince.Remove(e.Grant, out var opened):
                var file = _files.GetValueOrDefault(e.Grant);
                _summary = _summary.Add(new SummaryLine(opened.Capability, Now - opened.Since, file.File, file.Completed));
                break;
            case SessionEvents.Ending e:
                _ending = e;
                Timers.StartSingleTimer(nameof(FinishNow), FinishNow.Instance, MeteringTime);
                break;
        }
    }

    /// <summary>END follows once every channel is metered, or when there is no more time to wait for that.</summary>
    private void StopWhenFinished()
    {
        if (_effective.Phase == SessionPhase.Ending && _logged.Phase == SessionPhase.Ending && _logged.Unmetered.IsEmpty && !IsWriting)
        {
            Carry(new HostCommands.Finish());
        }
        else if (_effective.Phase == SessionPhase.Ended && !_stopping)
        {
            // Behind the good-bye the broker takes nothing: END and the checkpoint over it have to be there first.
            if (_endedStored && _endSigned)
            {
                _stopping = true;
                SayGoodbye();
            }

            if (!Timers.IsTimerActive(nameof(StopNow)))
            {
                Timers.StartSingleTimer(nameof(StopNow), StopNow.Instance, SigningTime);
                Timers.StartSingleTimer(nameof(WordsOver), WordsOver.Instance, IsOrderly ? OrderlyWords : LastWords);
            }
        }
    }

    /// <summary>Somebody ended it, and nothing says that the broker isn't there.</summary>
    private bool IsOrderly => _ending?.Reason is EndReason.Closed or EndReason.TechnicianReleased;

    /// <summary>The checkpoint over END is on its way.</summary>
    private void OnEndSigned()
    {
        _endSigned = true;
        StopWhenFinished();
        if (_wordsOver && !_stopping)
        {
            LeaveUnconfirmed();
        }
    }

    /// <summary>The broker had its moment to confirm END. Without the checkpoint over it the broker would miss the end, so that is waited for longer.</summary>
    private void OnWordsOver()
    {
        _wordsOver = true;
        if (_stopping)
        {
            Context.Stop(Self);
        }
        else if (_endSigned)
        {
            LeaveUnconfirmed();
        }
    }

    /// <summary>
    /// The good-bye goes behind END on the same link, so that a slow link isn't cut before END is through. Over one that somebody touched nothing more goes.
    /// </summary>
    private void LeaveUnconfirmed()
    {
        if (_ending?.Reason == EndReason.ProtocolViolation)
        {
            Context.Stop(Self);
            return;
        }

        _stopping = true;
        SayGoodbye();
    }

    private void SayGoodbye() =>
        _setup.Wire.CloseAsync().PipeTo(Self, success: () => StopNow.Instance, failure: _ => StopNow.Instance);

    private SessionSummary Summary() => new(
        _logged.Number, _logged.Technician, _ending?.By ?? Party.Instrument, _ending?.Reason ?? EndReason.Failed, _summary, _setup.Journal.Directory);

    private sealed record FinishNow : IDeadLetterSuppression
    {
        public static FinishNow Instance { get; } = new();
    }

    private sealed record WordsOver : IDeadLetterSuppression
    {
        public static WordsOver Instance { get; } = new();
    }

    private sealed record StopNow : IDeadLetterSuppression
    {
        public static StopNow Instance { get; } = new();
    }
}

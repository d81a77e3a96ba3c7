using Akka.Actor;
using Akka.Event;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;
using static Orchestrator.Actors.Sessions.AtBroker.BrokerMessages;

namespace Orchestrator.Actors.Sessions.AtBroker;

/// <content>Admission, attached links, vetoes and the end.</content>
public sealed partial class BrokerSessionActor
{
    // A stranger who knows a number can't fill the log.
    private const int ResumesRefusedNoted = 3;

    private int _resumesRefused;

    private bool IsGone => _isOver || _state.Phase is SessionPhase.New or SessionPhase.Ending or SessionPhase.Ended;

    private bool IsTaken => _admission is not null || _console is not null || _state.Phase != SessionPhase.Waiting;

    private void OnAdmit(Admit admit)
    {
        var wish = admit.Wish;
        var isGone = IsGone;
        var isTaken = IsTaken;
        // The password is judged in every case, so that a stranger learns nothing about sessions.
        var request = AdmissionRequests.For(admit, isGone ? default : _registered.From.Key, _registered.Wish.LogPublicKey.Memory, isTaken ? WhoHasIt : null) with { Instrument = _registered.Wish.Instrument };
        var asker = Sender;
        var judged = _setup.Admission.AdmitAsync(request, CancellationToken.None);
        if (isGone || isTaken)
        {
            // This can only be a no, so it doesn't need this actor, which may be gone when it comes.
            judged.PipeTo(asker, success: AdmissionRequests.Denial, failure: _ => AdmissionRequests.Denial(AdmissionRequests.Fault));
            return;
        }

        _admission = (asker, judged);
        judged.PipeTo(
            Self,
            success: outcome => new AdmissionAnswered(admit, outcome, asker),
            failure: _ => new AdmissionAnswered(admit, AdmissionRequests.Fault, asker));
    }

    /// <summary>The session is over while somebody is being admitted to it: that one is told, and nothing more than anybody else.</summary>
    private void AnswerLate()
    {
        if (_admission is { } pending)
        {
            pending.Outcome.PipeTo(pending.Asker, success: AdmissionRequests.Denial, failure: _ => AdmissionRequests.Denial(AdmissionRequests.Fault));
        }
    }

    private string WhoHasIt => _technician.Length > 0 ? _technician : "another technician";

    private void OnAdmissionAnswered(AdmissionAnswered answered)
    {
        _admission = null;
        switch (answered.Outcome)
        {
            case AdmitOutcome.Refused refused:
                answered.Asker.Tell(new Refused(refused.Code, refused.Sentence));
                break;
            case AdmitOutcome.Admitted admitted when _revokedMeanwhile.Find(r => r.Touches(admitted.Account, answered.Admit.From.Fingerprint)) is { } revoked:
                Note(new BrokerObservations.AdmissionRefused(_number, admitted.Account, "", "REVOKED"));
                answered.Asker.Tell(new Refused("REVOKED", $"You aren't let in: {revoked.Reason}."));
                break;
            case AdmitOutcome.Admitted admitted when !_isOver:
                var from = answered.Admit.From;
                _consoleKey = from.Fingerprint;
                _console = answered.Admit.Link;
                _technician = admitted.PrintedName;
                _account = admitted.Account;
                _rights = admitted.Rights;
                Note(new BrokerObservations.TechnicianAttached(_number, admitted.Account, from.Address, from.Transport));
                _ = _instrument?.SendAsync(new BrokerToInstrument.TechnicianAdmitted(admitted.Ticket, admitted.TechnicianCertificate, admitted.IssuingCertificate));
                _relay.AttachConsole(_console);
                var answer = new BrokerToConsole.Connected(
                    admitted.Ticket, admitted.TechnicianCertificate, _setup.Time.GetUtcNow().ToUnixTimeMilliseconds(), _registered.Wish.Instrument, admitted.ApprovalNeeded);
                answered.Asker.Tell(new Admitted(_number, _relay, answer));
                break;
            default:
                answered.Asker.Tell(AdmissionRequests.Denial(answered.Outcome));
                break;
        }

        _revokedMeanwhile.Clear();
    }

    /// <summary>While somebody is being admitted nobody knows yet whom it concerns: it is kept until the answer is there.</summary>
    private void OnRevoke(Revoke revoke)
    {
        if (_admission is not null)
        {
            _revokedMeanwhile.Add(revoke);
        }
        else if (revoke.Touches(_account, _consoleKey))
        {
            Veto(revoke.Reason);
        }
    }

    private void OnLinkEnded(LinkEnded ended)
    {
        // A link that a newer one has replaced may end when it likes.
        var isConsole = ended.Whose == Party.Technician;
        if (!ReferenceEquals(ended.Link, isConsole ? _console : _instrument))
        {
            return;
        }

        if (_isOver)
        {
            if (!isConsole)
            {
                StopAfterEnd();
            }

            return;
        }

        if (ended.Outcome.Kind == LinkOutcomeKind.Violation)
        {
            Note(new BrokerObservations.ViolationSeen(_number, ended.Whose, ended.Outcome.Detail));
        }

        Note(new BrokerObservations.LinkLost(_number, ended.Whose, ended.Outcome.Kind == LinkOutcomeKind.Orderly));
        if (isConsole)
        {
            _console = null;
            _relay.AttachConsole(null);
            _ = _instrument?.SendAsync(new BrokerToBoth.PeerLink(false));
            return;
        }

        _instrument = null;
        _relay.AttachInstrument(null);
        _ = _console?.SendAsync(new BrokerToBoth.PeerLink(false));
        Timers.StartSingleTimer(nameof(GraceOver), GraceOver.Instance, TimeSpan.FromSeconds(Math.Min(_state.Policy.GraceSeconds, SessionPolicy.MaxGraceSeconds)));
    }

    /// <summary>The same key as before, and nothing else, brings an end back.</summary>
    private void OnReattach(Reattach again)
    {
        if (WhyNotReattach(again) is { } why)
        {
            if (++_resumesRefused <= ResumesRefusedNoted)
            {
                Note(new BrokerObservations.ResumeRefused(_number, again.Whose, again.From.Address, again.From.Fingerprint, why));
            }

            Sender.Tell(_relay.IsVetoed ? new Refused("REVOKED", "The server ended this session.") : AdmissionRequests.Unknown);
            return;
        }

        Note(new BrokerObservations.LinkResumed(_number, again.Whose, again.From.Address, again.From.Transport));
        var isConsole = again.Whose == Party.Technician;
        var older = isConsole ? _console : _instrument;
        if (isConsole)
        {
            _console = again.Link;
            _relay.AttachConsole(_console);
        }
        else
        {
            _instrument = again.Link;
            _relay.AttachInstrument(_instrument);
            Timers.Cancel(nameof(GraceOver));
        }

        _ = older is null ? Task.CompletedTask : RetireAsync(older);
        var peer = isConsole ? _instrument : _console;
        _ = again.Link.SendAsync(new BrokerToBoth.SessionResumed(peer is not null, _setup.Time.GetUtcNow().ToUnixTimeMilliseconds()));
        _ = peer?.SendAsync(new BrokerToBoth.PeerLink(true));
        Sender.Tell(new Reattached(_relay));
    }

    private static async Task RetireAsync(LinkConnection older)
    {
        await older.CloseAsync(CloseReason.Superseded).ConfigureAwait(false);
        await older.DisposeAsync().ConfigureAwait(false);
    }

    private string? WhyNotReattach(Reattach again)
    {
        if (_isOver || _relay.IsVetoed)
        {
            return "the session is over";
        }

        var key = again.Whose == Party.Technician ? _consoleKey : _registered.From.Fingerprint;
        return key.Length > 0 && key == again.From.Fingerprint ? null : "another key";
    }

    private void End()
    {
        if (_isOver)
        {
            StopAfterEnd();
            return;
        }

        // A good-bye without END: the instrument says that it is done, but its log's last record isn't here.
        Note(new BrokerObservations.MissingEnd(_number, _lastSequence));
        Finish("The instrument left.");
    }

    /// <summary>The console has the end from the instrument itself; if it hasn't, because a fault ended the session, it has it from here.</summary>
    private void StopAfterEnd()
    {
        _relay.Veto();
        NoteCounts();
        NoteEnd();
        _ = _console?.SendAsync(new BrokerToBoth.Revoked("The instrument ended it."));
        Context.Stop(Self);
    }

    private void Veto(string reason)
    {
        _relay.Veto();
        Note(new BrokerObservations.Vetoed(_number, reason));
        TellBoth(new BrokerToBoth.Revoked(reason));
    }

    private void Finish(string reason)
    {
        foreach (var id in _channels.Keys.ToList())
        {
            Close(id);
        }

        _isOver = true;
        _relay.Veto();
        TellBoth(new BrokerToBoth.Revoked(reason));
        Context.Stop(Self);
    }

    private void TellBoth(LinkMessage message)
    {
        _ = _instrument?.SendAsync(message);
        _ = _console?.SendAsync(message);
    }

    private void OnJournalBroke(string reason)
    {
        Context.GetLogger().Error("The broker's log can't be written, so session {0} ends: {1}", _number, reason);
        _isOver = true;
        TellBoth(new BrokerToBoth.Revoked("The server can't write its log."));
        Context.Stop(Self);
    }

    private void Note(BrokerObservation observation) => _ = NoteAsync(observation, Self);

    /// <summary>A log that throws at once has failed like one that fails later.</summary>
    private async Task NoteAsync(BrokerObservation observation, IActorRef self)
    {
        try
        {
            await _setup.Journal.AppendAsync(observation, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            self.Tell(new JournalBroke(failure.Message));
        }
    }
}

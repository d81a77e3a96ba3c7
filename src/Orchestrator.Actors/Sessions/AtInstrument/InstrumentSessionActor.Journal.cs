using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Orchestrator.Domain;
using static Orchestrator.Actors.Sessions.AtInstrument.InstrumentMessages;

namespace Orchestrator.Actors.Sessions.AtInstrument;

/// <content>
/// Writing: one record after the other, locally durable, then to the broker; an enlarging event waits for the broker's word.
/// </content>
public sealed partial class InstrumentSessionActor
{
    private const string StoreTimer = "broker-store";

    // Longer than any healthy broker needs for one fsync; shorter than a person's patience.
    private static readonly TimeSpan StoreTimeOut = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<SessionEvent> _unwritten = new();
    private readonly Queue<Entry> _waiting = new();
    private readonly Dictionary<long, ChannelIdAt> _closings = [];
    private bool _isAppending;

    private bool IsWriting => _isAppending || _unwritten.Count > 0 || _waiting.Count > 0;

    private void Write(IEnumerable<SessionEvent> events)
    {
        foreach (var happened in events)
        {
            _unwritten.Enqueue(happened);
        }

        AppendNext();
    }

    private void AppendNext()
    {
        if (_isAppending || !_unwritten.TryDequeue(out var happened))
        {
            return;
        }

        _isAppending = true;
        AppendAsync(happened).PipeTo(Self, success: records => new Journaled(happened, records), failure: e => new JournalBroke(e.Message, happened));
    }

    /// <summary>A log that throws at once has failed like one that fails later.</summary>
    private async Task<ImmutableArray<JournalRecord>> AppendAsync(SessionEvent happened) =>
        await _setup.Journal.AppendAsync(happened, _stop.Token).ConfigureAwait(false);

    private void OnJournal(object message)
    {
        switch (message)
        {
            case Journaled written:
                _isAppending = false;
                OnWritten(written);
                AppendNext();
                break;
            case BrokerStored stored:
                OnStored(stored.Sequence);
                break;
            case CheckpointMade made:
                _setup.Wire.SendCheckpoint(made.Note);
                if (made.CoversEnd)
                {
                    OnEndSigned();
                }

                break;
            case JournalBroke broke:
                OnJournalBroke(broke);
                break;
            case StoreTimedOut when _logged.LinksDown.ContainsKey(Party.Broker):
                // The broker can't confirm without a link; how long that may be is the grace's to say.
                Timers.StartSingleTimer(StoreTimer, StoreTimedOut.Instance, StoreTimeOut);
                break;
            case StoreTimedOut when _logged.Phase < SessionPhase.Ending:
                Notice("The vendor's server doesn't confirm what is recorded, so the session ends.");
                Carry(new HostCommands.End(Party.Instrument, EndReason.LogFailed));
                break;
        }

        Unstash();
    }

    private void OnWritten(Journaled written)
    {
        _written = _written.Evolve(written.Event);
        foreach (var each in written.Records)
        {
            _setup.Wire.SendRecord(each);
        }

        var record = written.Records[^1];
        if (written.Event is SessionEvents.ChannelClosed closed)
        {
            _closings[record.Sequence] = new ChannelIdAt(closed.Channel);
        }

        _waiting.Enqueue(new Entry(written.Event, record, IsStored: !written.Event.Enlarges));
        if (written.Event.Enlarges)
        {
            Timers.StartSingleTimer(StoreTimer, StoreTimedOut.Instance, StoreTimeOut);
        }

        if (written.Event is SessionEvents.Started or SessionEvents.Granted or SessionEvents.Ended)
        {
            Checkpoint();
        }

        LetTakeEffect();
    }

    private void OnStored(long sequence)
    {
        foreach (var entry in _waiting.Where(e => e.Record.Sequence <= sequence))
        {
            entry.IsStored = true;
        }

        if (_waiting.All(e => e.IsStored))
        {
            Timers.Cancel(StoreTimer);
        }

        // The broker's word comes behind every record that it forwarded before, so the count is final here.
        foreach (var at in _closings.Keys.Where(at => at <= sequence).Order().ToList())
        {
            _closings.Remove(at, out var closing);
            MeterClosed(closing.Channel);
        }

        LetTakeEffect();
        _endedStored |= _logged.Phase == SessionPhase.Ended && _waiting.Count == 0 && !IsWriting && sequence >= _lastSequence;
        StopWhenFinished();
    }

    /// <summary>
    /// Events take effect in their order; the first that still waits for the broker stops those behind it. Once the session is ending nothing can be
    /// enlarged any more, so nothing waits: a broker that is gone can't keep the session from its end.
    /// </summary>
    private void LetTakeEffect()
    {
        var changed = false;
        while (_waiting.TryPeek(out var entry) && (entry.IsStored || _logged.Phase >= SessionPhase.Ending))
        {
            _waiting.Dequeue();
            _effective = _effective.Evolve(entry.Event);
            _lastSequence = entry.Record.Sequence;

            if (entry.Event is SessionEvents.FileAccepted accepted)
            {
                _paths[accepted.Channel] = accepted.Path;
            }

            // A channel takes records before the technician hears of it: his first one may be here before this method is over.
            Reconcile();
            _setup.Wire.ShowTechnician(entry.Record);
            Remember(entry.Event);
            changed = true;
        }

        if (changed)
        {
            ShowOperator();
            StopWhenFinished();
        }
    }

    private void OnJournalBroke(JournalBroke broke)
    {
        Context.GetLogger().Error("The evidence log failed: {0}", broke.Reason);
        if (_logged.Phase is SessionPhase.Ending or SessionPhase.Ended)
        {
            Context.Stop(Self);
            return;
        }

        List<SessionEvent> lost = [.. _unwritten];
        if (broke.Lost is { } failed)
        {
            lost.Insert(0, failed);
            _isAppending = false;
            _unwritten.Clear();

            // What was decided and isn't in the log never happened: the end closes what the log has open, and nothing else.
            _logged = _written;
        }

        Notice("The evidence log can't be written, so the session ends. " + broke.Reason);
        if (Carry(new HostCommands.End(Party.Instrument, EndReason.LogFailed)).Events.IsEmpty)
        {
            Context.Stop(Self);
        }

        // What a closed channel carried is known, and is told again.
        foreach (var meter in lost.OfType<SessionEvents.ChannelMetered>().Where(m => _logged.Unmetered.Contains(m.Channel)))
        {
            Carry(new HostCommands.Meter(meter.Channel, meter.RecordsIn, meter.BytesIn, meter.RecordsOut, meter.BytesOut));
        }
    }

    private void Unstash()
    {
        if (!IsWriting && _stashed > 0)
        {
            _stashed = 0;
            Stash.UnstashAll();
        }
    }

    private void Checkpoint()
    {
        var coversEnd = _written.Phase == SessionPhase.Ended;
        _setup.Journal.CheckpointAsync(_stop.Token).PipeTo(Self, success: note => new CheckpointMade(note, coversEnd), failure: e => new JournalBroke(e.Message, null));
    }

    private sealed record Journaled(SessionEvent Event, ImmutableArray<JournalRecord> Records) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record JournalBroke(string Reason, SessionEvent? Lost) : IDeadLetterSuppression;

    private sealed record StoreTimedOut : IDeadLetterSuppression
    {
        public static StoreTimedOut Instance { get; } = new();
    }

    private sealed record CheckpointMade(ReadOnlyMemory<byte> Note, bool CoversEnd) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private readonly record struct ChannelIdAt(ChannelId Channel);

    private sealed record Entry(SessionEvent Event, JournalRecord Record, bool IsStored)
    {
        public bool IsStored { get; set; } = IsStored;
    }
}

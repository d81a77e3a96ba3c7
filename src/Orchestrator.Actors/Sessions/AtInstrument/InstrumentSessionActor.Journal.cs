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
        _setup.Journal.AppendAsync(happened, _stop.Token)
            .PipeTo(Self, success: records => new Journaled(happened, records), failure: e => new JournalBroke(e.Message));
    }

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
                break;
            case JournalBroke broke:
                OnJournalBroke(broke.Reason);
                break;
        }

        Unstash();
    }

    private void OnWritten(Journaled written)
    {
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
            Timers.StartSingleTimer(StoreTimer, new JournalBroke("the vendor's server didn't confirm a record in time"), StoreTimeOut);
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
        if (_closings.Remove(sequence, out var closing))
        {
            MeterClosed(closing.Channel);
        }

        LetTakeEffect();
        _endedStored |= _logged.Phase == SessionPhase.Ended && _waiting.Count == 0 && !IsWriting && sequence >= _lastSequence;
        StopWhenFinished();
    }

    /// <summary>Events take effect in their order; the first that still waits for the broker stops those behind it.</summary>
    private void LetTakeEffect()
    {
        var changed = false;
        while (_waiting.TryPeek(out var entry) && entry.IsStored)
        {
            _waiting.Dequeue();
            _effective = _effective.Evolve(entry.Event);
            _lastSequence = entry.Record.Sequence;
            _setup.Wire.ShowTechnician(entry.Record);
            Remember(entry.Event);
            changed = true;
        }

        if (changed)
        {
            Reconcile();
            ShowOperator();
            StopWhenFinished();
        }
    }

    private void OnJournalBroke(string reason)
    {
        Context.GetLogger().Error("The evidence log failed: {0}", reason);
        if (_logged.Phase is SessionPhase.Ending or SessionPhase.Ended)
        {
            Context.Stop(Self);
            return;
        }

        _isAppending = false;
        _unwritten.Clear();
        Notice("The evidence log can't be written, so the session ends. " + reason);
        Carry(new HostCommands.End(Party.Instrument, EndReason.LogFailed));
    }

    private void Unstash()
    {
        if (!IsWriting && _stashed > 0)
        {
            _stashed = 0;
            Stash.UnstashAll();
        }
    }

    private void Checkpoint() =>
        _setup.Journal.CheckpointAsync(_stop.Token).PipeTo(Self, success: note => new CheckpointMade(note), failure: e => new JournalBroke(e.Message));

    private sealed record Journaled(SessionEvent Event, ImmutableArray<JournalRecord> Records) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private sealed record JournalBroke(string Reason) : IDeadLetterSuppression;

    private sealed record CheckpointMade(ReadOnlyMemory<byte> Note) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    private readonly record struct ChannelIdAt(ChannelId Channel);

    private sealed record Entry(SessionEvent Event, JournalRecord Record, bool IsStored)
    {
        public bool IsStored { get; set; } = IsStored;
    }
}

using System.Diagnostics.CodeAnalysis;
using Orchestrator.Domain;

namespace Orchestrator.Links.Channels;

/// <summary>
/// What stands between a pump and the wire: lock-free, read before each record and each injected input.
/// Stop keys, timers and the actor close or hold it directly, without waiting in a mailbox; only the session actor opens it.
/// </summary>
/// <remarks>It starts held by the session. Closed is for ever. A deadline closes it by itself.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "A source without timer and parent holds nothing; the deadline's timer goes when the gate closes.")]
public sealed class ChannelGate(TimeProvider time)
{
    private const int ClosedBit = 1 << 30;

    private readonly Lock _changing = new();
    private int _bits = (int)HoldReason.Session;
    private int _interruptions;
    private long _deadline = long.MaxValue;
    private TaskCompletionSource _changed = NewSignal();
    private CancellationTokenSource _opening = Ended();
    private ITimer? _timer;

    /// <summary>Belongs to the present opening and is cancelled, before the call that ends it returns; cancelled already while the gate isn't open.</summary>
    public CancellationToken WhileOpen => Volatile.Read(ref _opening).Token;

    /// <summary>What may pass now.</summary>
    public GateState State => Volatile.Read(ref _bits) switch
    {
        _ when time.GetTimestamp() >= Volatile.Read(ref _deadline) => GateState.Closed,
        0 => GateState.Open,
        var bits when (bits & ClosedBit) != 0 => GateState.Closed,
        _ => GateState.Held,
    };

    /// <summary>How often something else than a lost link has shut it.</summary>
    public int Interruptions => Volatile.Read(ref _interruptions);

    /// <summary>True when records may pass now.</summary>
    public bool IsOpen => State == GateState.Open;

    /// <summary>Stops everything for the moment, for one more reason.</summary>
    public void Hold(HoldReason reason) => Change(bits => bits | (int)reason);

    /// <summary>Takes one reason away; it opens when none is left.</summary>
    public void Release(HoldReason reason) => Change(bits => bits & ~(int)reason);

    /// <summary>Stops everything for ever.</summary>
    public void Close()
    {
        Change(bits => bits | ClosedBit);
        _timer?.Dispose();
    }

    /// <summary>Closes by itself after this span; a later call in time replaces it.</summary>
    public void CloseAfter(TimeSpan remaining)
    {
        if (State == GateState.Closed)
        {
            // What has closed stays closed, whether or not its timer came already: a pump may have seen it and gone.
            Close();
            return;
        }

        var ticks = (long)(Math.Max(0, remaining.TotalSeconds) * time.TimestampFrequency);
        Volatile.Write(ref _deadline, time.GetTimestamp() + ticks);
        lock (_changing)
        {
            _timer?.Dispose();
            _timer = (_bits & ClosedBit) != 0 ? null : time.CreateTimer(_ => CloseIfDue(), null, remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        Signal();
    }

    /// <summary>Waits until records may pass; false when it closed instead.</summary>
    public async ValueTask<bool> WhenOpenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            switch (State)
            {
                case GateState.Open:
                    return true;
                case GateState.Closed:
                    return false;
                default:
                    await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
                    break;
            }
        }
    }

    /// <summary>Waits while nothing but a lost link holds it; true when records may pass then.</summary>
    public async ValueTask<bool> WhenLinkedAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            if (IsOpen || Volatile.Read(ref _bits) != (int)HoldReason.Link || State == GateState.Closed)
            {
                return IsOpen;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Change(Func<int, int> change)
    {
        CancellationTokenSource? over = null;
        lock (_changing)
        {
            var before = _bits;
            var after = change(before);
            if (before != 0 && after == 0)
            {
                Volatile.Write(ref _opening, new CancellationTokenSource());
            }
            else if (before == 0 && after != 0)
            {
                over = _opening;
            }

            if (OtherThanLink(before) == 0 && OtherThanLink(after) != 0)
            {
                _interruptions++;
            }

            Volatile.Write(ref _bits, after);
        }

        // Outside the lock: what waits for it may look at the gate.
        over?.Cancel();
        Signal();
    }

    /// <summary>The timer may come a little early by the clock that counts, and late after a renewal.</summary>
    private void CloseIfDue()
    {
        var left = time.GetElapsedTime(time.GetTimestamp(), Volatile.Read(ref _deadline));
        if (left <= TimeSpan.Zero)
        {
            Close();
        }
        else if (left < TimeSpan.FromSeconds(1))
        {
            CloseAfter(left);
        }
    }

    private static int OtherThanLink(int bits) => bits & ~(int)HoldReason.Link;

    private void Signal() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();

    private static CancellationTokenSource Ended()
    {
        var ended = new CancellationTokenSource();
        ended.Cancel();
        return ended;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Why a gate is held; each reason is taken away by whoever set it.</summary>
[Flags]
public enum HoldReason
{
    /// <summary>The session's state: not opened yet, prompt, pause, absence.</summary>
    Session = 1,

    /// <summary>The operator's key, before the session actor has heard of it.</summary>
    StopKey = 2,

    /// <summary>A link is down, and nothing else is in the way: what comes waits, for a moment.</summary>
    Link = 4,
}

using System.Net.Sockets;
using Orchestrator.Testbed.Scenarios.Model;

namespace Orchestrator.Testbed.SimulatedNetwork.Wires;

/// <summary>A connection in memory: two wires with one fate. Bytes arrive in order, whatever the faults; what is corrupted arrives, too.</summary>
internal sealed class Connection : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly TimeProvider _time;
    private readonly Quiet _quiet;
    private readonly WireTrace? _trace;
    private TaskCompletionSource? _stall;
    private ITimer? _stallEnd;
    private volatile bool _isReset;

    private Connection(FaultSetup faults, int number, TimeProvider time, Quiet quiet, WireTrace? trace)
    {
        (_time, _quiet, _trace) = (time, quiet, trace);
        IsHarmed = faults.Connections == 0 || number <= faults.Connections;
        var forth = new Wire(this, faults, Draw(faults.Seed, number, 1), countsFaults: true);
        var back = new Wire(this, faults, Draw(faults.Seed, number, 2), countsFaults: false);
        Near = new SimulatedStream(this, back, forth);
        Far = new SimulatedStream(this, forth, back);
    }

    /// <summary>The end of who connected.</summary>
    public SimulatedStream Near { get; }

    /// <summary>The end of who was connected to.</summary>
    public SimulatedStream Far { get; }

    /// <summary>Whether stall, reset and corruption are for this one.</summary>
    public bool IsHarmed { get; }

    /// <summary>Cancelled once the connection is reset or both ends are closed.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>The clock's timestamp.</summary>
    public long Now => _time.GetTimestamp();

    /// <summary>Makes one.</summary>
    /// <param name="faults">What its wires do.</param>
    /// <param name="number">Which connection of the scenario, from 1: each has its own draws.</param>
    /// <param name="time">The clock of arrivals.</param>
    /// <param name="quiet">Told whenever something moves.</param>
    /// <param name="trace">Keeps what happens; null keeps nothing.</param>
    public static Connection Make(FaultSetup faults, int number, TimeProvider time, Quiet quiet, WireTrace? trace = null) => new(faults, number, time, quiet, trace);

    /// <summary>A span in the clock's ticks.</summary>
    public long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    public void Moved() => _quiet.Moved();

    public void Trace(bool isOut, int bytes, long due) => _trace?.Add(isOut, bytes, _time.GetElapsedTime(_trace.Start, due));

    /// <summary>Waits for a moment, and for the end of a stall.</summary>
    public async ValueTask UntilAsync(long due, CancellationToken cancellationToken)
    {
        var wait = _time.GetElapsedTime(_time.GetTimestamp(), due);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
        if (Volatile.Read(ref _stall) is { Task.IsCompleted: false } stall)
        {
            using var waiting = _quiet.Wait();
            await stall.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Nothing arrives any more for a while, in neither direction.</summary>
    public void Stall(TimeSpan span)
    {
        var stall = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stall = stall;
        if (span != Timeout.InfiniteTimeSpan)
            _stallEnd = _time.CreateTimer(_ => stall.TrySetResult(), null, span, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Both ends learn that the connection is gone; what is under way is lost.</summary>
    public void Reset()
    {
        _isReset = true;
        Cancel();
    }

    /// <summary>One end is closed: its peer reads to the end; when both are, nothing is left.</summary>
    public void Closed()
    {
        Near.Outgoing.Complete();
        Far.Outgoing.Complete();
        if (Near.IsClosed && Far.IsClosed)
            Cancel();
    }

    public void ThrowIfReset()
    {
        if (_isReset)
            throw new IOException("The connection was reset.", new SocketException((int)SocketError.ConnectionReset));
    }

    public void ThrowIfOver()
    {
        ThrowIfReset();
        if (_over.IsCancellationRequested)
            throw new IOException("The connection is closed.");
    }

    public void Dispose()
    {
        _stallEnd?.Dispose();
        _over.Dispose();
    }

    private void Cancel()
    {
        _stallEnd?.Dispose();
        _quiet.Moved();
        _ = _over.CancelAsync();
    }

    private static Random Draw(int seed, int connection, int direction) => new(unchecked((seed * 7919) + (connection * 31) + direction));
}

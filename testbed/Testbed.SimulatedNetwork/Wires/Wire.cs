using System.Threading.Channels;
using Orchestrator.Testbed.Scenarios.Model;

namespace Orchestrator.Testbed.SimulatedNetwork.Wires;

/// <summary>
/// One direction of a connection. What is written is cut into pieces at once, and each piece gets its moment of arrival from the seed alone; whoever reads
/// waits for that moment. So the same writes at the same times arrive in the same way, and no task runs between the two ends.
/// </summary>
/// <param name="connection">Both directions' common fate.</param>
/// <param name="faults">What happens to pieces.</param>
/// <param name="random">Draws jitter and the bit that is turned; this wire's own.</param>
/// <param name="countsFaults">True for the direction towards the broker, in which stall, reset and corruption are counted.</param>
internal sealed class Wire(Connection connection, FaultSetup faults, Random random, bool countsFaults)
{
    /// <summary>Longest piece where nothing is sliced: a TLS record.</summary>
    private const int Piece = 16 * 1024;

    /// <summary>Pieces under way; a full wire holds its writer.</summary>
    private const int UnderWay = 16;

    private readonly Channel<(byte[] Bytes, long Due)> _pieces = Channel.CreateBounded<(byte[], long)>(
        new BoundedChannelOptions(UnderWay) { SingleReader = true, SingleWriter = false, AllowSynchronousContinuations = false });

    private (byte[] Bytes, long Due) _current = ([], 0);
    private int _read;
    private long _sent;
    private long _free;
    private long _last;

    /// <summary>Writes everything; returns when the last piece is under way.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var longest = faults.SliceBytes > 0 ? Math.Min(faults.SliceBytes, Piece) : Piece;
        while (!bytes.IsEmpty)
        {
            connection.ThrowIfOver();
            var piece = bytes[..Math.Min(longest, bytes.Length)].ToArray();
            bytes = bytes[piece.Length..];
            Harm(piece);
            connection.ThrowIfOver();
            var due = DueOf(piece.Length);
            connection.Trace(countsFaults, piece.Length, due);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, connection.Over);
            try
            {
                await _pieces.Writer.WriteAsync((piece, due), stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                connection.ThrowIfOver();
            }
            catch (ChannelClosedException)
            {
                throw new IOException("The other end has closed this direction.");
            }
        }
    }

    /// <summary>Reads what has arrived; 0 at the end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellationToken)
    {
        if (into.IsEmpty)
            return 0;
        if (_read == _current.Bytes.Length && !await NextAsync(cancellationToken).ConfigureAwait(false))
            return 0;
        var count = Math.Min(into.Length, _current.Bytes.Length - _read);
        _current.Bytes.AsMemory(_read, count).CopyTo(into);
        _read += count;
        connection.Moved();
        return count;
    }

    /// <summary>Nothing more will be written; what is under way still arrives.</summary>
    public void Complete() => _pieces.Writer.TryComplete();

    private async ValueTask<bool> NextAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, connection.Over);
        try
        {
            if (!await _pieces.Reader.WaitToReadAsync(stop.Token).ConfigureAwait(false) || !_pieces.Reader.TryRead(out var piece))
            {
                connection.ThrowIfReset();
                return false;
            }

            await connection.UntilAsync(piece.Due, stop.Token).ConfigureAwait(false);
            (_current, _read) = (piece, 0);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            connection.ThrowIfOver();
            return false;
        }
    }

    private void Harm(byte[] piece)
    {
        var before = _sent;
        _sent += piece.Length;
        if (!countsFaults || !connection.IsHarmed)
            return;
        if (Crosses(faults.CorruptAfterKib, before))
            piece[random.Next(piece.Length)] ^= (byte)(1 << random.Next(8));
        if (Crosses(faults.StallAfterKib, before))
            connection.Stall(faults.StallMilliseconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(faults.StallMilliseconds));
        if (Crosses(faults.ResetAfterKib, before))
            connection.Reset();
    }

    private bool Crosses(int? kib, long before) => kib is { } limit && before <= limit * 1024L && _sent > limit * 1024L;

    /// <summary>Latency, jitter and bandwidth; never before the piece before it.</summary>
    private long DueOf(int bytes)
    {
        var now = connection.Now;
        if (faults.BandwidthKibPerSecond > 0)
        {
            _free = Math.Max(_free, now) + connection.Ticks(TimeSpan.FromSeconds(bytes / (faults.BandwidthKibPerSecond * 1024.0)));
            now = _free;
        }

        var delay = faults.LatencyMilliseconds + (faults.JitterMilliseconds > 0 ? random.NextDouble() * faults.JitterMilliseconds : 0);
        return _last = Math.Max(_last, now + connection.Ticks(TimeSpan.FromMilliseconds(delay)));
    }
}

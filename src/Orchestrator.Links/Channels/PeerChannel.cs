using System.Buffers;
using System.IO.Pipelines;
using Orchestrator.Domain;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Links.Channels;

/// <summary>One channel's end: what a pump writes is sealed record by record under the gate, what arrives is put into the pump's pipe.</summary>
internal sealed class PeerChannel : IWireChannel, IDisposable
{
    // Enough for the largest burst that an honest peer has under way (two screen updates, eight file chunks), bounded for the others.
    private static readonly PipeOptions Inbound = new(pauseWriterThreshold: 4 << 20, resumeWriterThreshold: 2 << 20, useSynchronizationContext: false);

    // Small: what waits here was captured already, and should be fresh when it goes out.
    private static readonly PipeOptions Outbound = new(pauseWriterThreshold: 128 << 10, resumeWriterThreshold: 64 << 10, useSynchronizationContext: false);

    private readonly PeerLine _line;
    private readonly SendWindow _window;
    private readonly SentRecords _sent;
    private readonly ChannelTable _keys;
    private readonly SecureChannel _channel;
    private readonly ChannelGate _gate;
    private readonly RecordPriority _priority;
    private readonly bool _isPadded;
    private readonly Pipe _in = new(Inbound);
    private readonly Pipe _out = new(Outbound);
    private readonly CancellationTokenSource _cut = new();
    private readonly Lock _writingIn = new();
    private long _recordsIn;
    private long _bytesIn;
    private long _recordsOut;
    private long _bytesOut;
    private int _isCut;
    private int _isStarted;

    public PeerChannel(PeerLine line, SendWindow window, ChannelTable keys, SecureChannel channel, Capability capability, ChannelGate gate, TimeProvider time)
    {
        _line = line;
        _window = window;
        _sent = new SentRecords(window, time);
        _keys = keys;
        _channel = channel;
        _gate = gate;
        _priority = RecordPriorities.Of(capability);
        _isPadded = capability == Capability.ControlInput;
        Pipe = new Ends(_in.Reader, _out.Writer);
    }

    public IDuplexPipe Pipe { get; }

    public ChannelCounts Counts => new(
        Interlocked.Read(ref _recordsIn), Interlocked.Read(ref _bytesIn), Interlocked.Read(ref _recordsOut), Interlocked.Read(ref _bytesOut));

    /// <summary>What the other end hasn't acknowledged.</summary>
    public SentRecords Sent => _sent;

    /// <summary>True while the channel has its keys.</summary>
    public bool IsOpen => Volatile.Read(ref _isCut) == 0 && !_channel.Sealer.IsClosed;

    /// <summary>True where people's pointer and keys travel.</summary>
    public bool IsInput => _isPadded;

    /// <summary>Where this end stands.</summary>
    public ResumePoint Point => new(_channel.Id, _channel.Opener.NextSequence, _sent.Sealed, (uint)Math.Min(uint.MaxValue, _sent.Pending.TotalMilliseconds));

    /// <summary>The sequence that this end expects next.</summary>
    public ulong Next => _channel.Opener.NextSequence;

    /// <summary>Writes what the other end lacks once more, under the gate like everything.</summary>
    public void SendAgain()
    {
        if (!_sent.IsCaughtUp)
        {
            _ = SendAgainAsync();
        }
    }

    public void Start()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            _ = SendAsync();
        }
    }

    public void Cut()
    {
        if (Interlocked.Exchange(ref _isCut, 1) == 1)
        {
            return;
        }

        _gate.Close();
        _keys.Close(_channel.Id);
        _sent.Dispose();
        _cut.Cancel();
        _in.Writer.CancelPendingFlush();
        lock (_writingIn)
        {
            _in.Writer.Complete();
        }

        _out.Reader.CancelPendingRead();
        _out.Writer.CancelPendingFlush();
        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            _out.Reader.Complete();
        }
    }

    public void Dispose()
    {
        Cut();
        _cut.Dispose();
    }

    public void CountIn(int bytes)
    {
        Interlocked.Increment(ref _recordsIn);
        Interlocked.Add(ref _bytesIn, bytes);
    }

    public async ValueTask<PeerReceived> DeliverAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        try
        {
            if (_isPadded)
            {
                if (!InputPadding.TryUnpad(payload.Span, out var message))
                {
                    return PeerReceived.Violation("an input record without its padding");
                }

                WriteIn(message);
            }
            else
            {
                WriteIn(payload.Span);
            }

            await _in.Writer.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // Cut while the record was on its way: it has no effect.
        }

        return PeerReceived.Nothing;
    }

    /// <summary>Not while the cut completes the pipe: its memory would be somebody else's already.</summary>
    private void WriteIn(ReadOnlySpan<byte> payload)
    {
        lock (_writingIn)
        {
            _in.Writer.Write(payload);
        }
    }

    private async Task SendAsync()
    {
        try
        {
            while (true)
            {
                var read = await _out.Reader.ReadAsync(_cut.Token).ConfigureAwait(false);
                var buffer = read.Buffer;
                while (!buffer.IsEmpty)
                {
                    var slice = buffer.Slice(0, Math.Min(buffer.Length, _isPadded ? InputPadding.MaxMessage : ProtocolLimits.MaxBulkData));
                    if (!await SendSliceAsync(slice).ConfigureAwait(false))
                    {
                        return;
                    }

                    buffer = buffer.Slice(slice.End);
                }

                _out.Reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || read.IsCanceled)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Cut.
        }
        finally
        {
            await _out.Reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private async Task<bool> SendSliceAsync(ReadOnlySequence<byte> slice)
    {
        var payload = _isPadded ? InputPadding.Pad(slice.ToArray()) : slice.ToArray();
        await _window.WhenRoomAsync(_priority, _cut.Token).ConfigureAwait(false);
        while (await _gate.WhenOpenAsync(_cut.Token).ConfigureAwait(false))
        {
            switch (await _line.SendAsync(_priority, _sent, () => _gate.IsOpen, output => Seal(output, payload), _cut.Token).ConfigureAwait(false))
            {
                case RecordSent.Sent:
                    return true;
                case RecordSent.LinkEnded:
                    return false;
                case RecordSent.NotAllowed when Volatile.Read(ref _isCut) == 1 || _channel.Sealer.IsClosed:
                    return false;
            }
        }

        return false;
    }

    private async Task SendAgainAsync()
    {
        try
        {
            while (!_sent.IsCaughtUp && await _gate.WhenOpenAsync(_cut.Token).ConfigureAwait(false))
            {
                if (await _line.SendAsync(_priority, _sent, () => _gate.IsOpen, seal: null, _cut.Token).ConfigureAwait(false) == RecordSent.LinkEnded)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Cut.
        }
    }

    private bool Seal(PipeWriter output, byte[] payload)
    {
        if (!RecordWriting.Seal(output, _channel.Sealer, payload, _sent))
        {
            return false;
        }

        Interlocked.Increment(ref _recordsOut);
        Interlocked.Add(ref _bytesOut, RecordSealer.RecordSize(payload.Length));
        return true;
    }

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

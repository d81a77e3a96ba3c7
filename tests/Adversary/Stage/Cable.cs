using System.Buffers;
using System.IO.Pipelines;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Adversary.Stage;

/// <summary>
/// The cable between an endpoint and its broker, inside whatever outer TLS there is. Who holds it sees every frame, can change, keep, repeat and add,
/// and has no key.
/// </summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly DuplexPipePair _endpoint = new();
    private readonly DuplexPipePair _broker = new();
    private readonly SemaphoreSlim[] _turns = [new(1), new(1)];
    private readonly List<CableFrame> _seen = [];
    private readonly Task _running;

    public Cable() => _running = Task.WhenAll(PumpAsync(_endpoint.Far.Input, true), PumpAsync(_broker.Near.Input, false));

    /// <summary>What the endpoint holds.</summary>
    public IDuplexPipe Endpoint => _endpoint.Near;

    /// <summary>What the broker holds.</summary>
    public IDuplexPipe Broker => _broker.Far;

    /// <summary>What is put through in a frame's place; null: the frame.</summary>
    public Func<CableFrame, IEnumerable<byte[]>>? Script { get; set; }

    /// <summary>Every frame as it came, before the script.</summary>
    public IReadOnlyList<CableFrame> Seen
    {
        get
        {
            lock (_seen)
            {
                return [.. _seen];
            }
        }
    }

    /// <summary>Puts bytes on the cable.</summary>
    public async Task SendAsync(bool toBroker, byte[] bytes)
    {
        var turn = _turns[toBroker ? 1 : 0];
        await turn.WaitAsync();
        try
        {
            await (toBroker ? _broker.Near.Output : _endpoint.Far.Output).WriteAsync(bytes);
        }
        catch (InvalidOperationException)
        {
            // That end is closed already.
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Cuts it: both ends see their stream end, without a good-bye.</summary>
    public async Task CutAsync()
    {
        await EndAsync(_turns[1], _broker.Near.Output);
        await EndAsync(_turns[0], _endpoint.Far.Output);
        _broker.Near.Input.CancelPendingRead();
        _endpoint.Far.Input.CancelPendingRead();
    }

    public async ValueTask DisposeAsync()
    {
        await CutAsync();
        await _running;
    }

    /// <summary>Not under a writer's hands.</summary>
    private static async Task EndAsync(SemaphoreSlim turn, PipeWriter output)
    {
        output.CancelPendingFlush();
        await turn.WaitAsync();
        try
        {
            await output.CompleteAsync();
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task PumpAsync(PipeReader from, bool toBroker)
    {
        while (true)
        {
            var read = await from.ReadAsync();
            var buffer = read.Buffer;
            while (FrameReader.TryRead(ref buffer, out var header, out var whole) == FrameStatus.Done)
            {
                var frame = new CableFrame(toBroker, header, whole.ToArray());
                lock (_seen)
                {
                    _seen.Add(frame);
                }

                foreach (var bytes in Script?.Invoke(frame) ?? [frame.Bytes])
                {
                    await SendAsync(toBroker, bytes);
                }
            }

            from.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted || read.IsCanceled)
            {
                break;
            }
        }

        await from.CompleteAsync();
        await EndAsync(_turns[toBroker ? 1 : 0], toBroker ? _broker.Near.Output : _endpoint.Far.Output);
    }
}

/// <summary>One frame on a cable.</summary>
internal sealed record CableFrame(bool ToBroker, RecordHeader Header, byte[] Bytes);

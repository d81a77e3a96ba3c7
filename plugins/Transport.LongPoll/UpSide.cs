using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.LongPoll;

/// <summary>
/// Requests that send, at the broker: each number is taken once, in order; one that is repeated is answered again. A host that doesn't read holds the answer
/// back, then asks for patience; one body waits at most.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore of which no wait handle is taken holds nothing.")]
internal sealed class UpSide(LinkState state, TimeProvider time)
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<FlushResult> flushing = Task.FromResult(default(FlushResult));
    private int? last;

    /// <summary>Completes when the endpoint has sent everything.</summary>
    public Task Ended => ended.Task;

    /// <summary>Completes when no request is in its turn, and lets none in any more.</summary>
    public Task StopAsync() => turn.WaitAsync(CancellationToken.None);

    /// <summary>Takes one request.</summary>
    public async Task ServeAsync(IHttpExchange exchange, int sequence, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, state.Over);
        try
        {
            var body = await ReadAsync(exchange, stop.Token).ConfigureAwait(false);
            await turn.WaitAsync(stop.Token).ConfigureAwait(false);
            BodyKind answer;
            try
            {
                answer = await TakeAsync(sequence, body, stop.Token).ConfigureAwait(false);
            }
            finally
            {
                turn.Release();
            }

            // Also when this very request was the link's end: its answer is the last thing that the endpoint hears.
            await Answers.SendAsync(exchange, answer, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            exchange.SetStatus(400);
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException)
        {
            // The peer of this request is gone, or the link is over: it has no answer.
        }
    }

    private async Task<Body> ReadAsync(IHttpExchange exchange, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(LinkLimits.Body, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        return Body.Parse(await Body.ReadAsync(exchange.RequestBody, new byte[Body.Longest], limit.Token).ConfigureAwait(false));
    }

    private async Task<BodyKind> TakeAsync(int sequence, Body body, CancellationToken cancellationToken)
    {
        if (sequence == last)
            return last == 0 && body.Kind == BodyKind.Open ? BodyKind.Open : await FlushedAsync(cancellationToken).ConfigureAwait(false) ? BodyKind.Data : BodyKind.Busy;
        var isFirst = last is null;
        if (sequence != (isFirst ? 0 : Sequence.After(last!.Value)) || isFirst != (body.Kind == BodyKind.Open) || body.Kind > BodyKind.End || ended.Task.IsCompleted)
        {
            state.Finish(LinkEndReason.Lost, $"request {sequence} ({body.Kind}) after {last}");
            return BodyKind.Gone;
        }

        if (isFirst)
        {
            last = 0;
            return BodyKind.Open;
        }

        var host = (await state.HostAsync(cancellationToken).ConfigureAwait(false)).Output;
        if (!await FlushedAsync(cancellationToken).ConfigureAwait(false))
            return BodyKind.Busy;
        last = sequence;
        if (body.Kind == BodyKind.End)
        {
            ended.TrySetResult();
            state.Finish(LinkEndReason.Remote);
            return BodyKind.Data;
        }

        // What was written is the host's from here on; only its taking it is waited for.
        flushing = host.WriteAsync(body.Payload, state.Over).AsTask();
        await FlushedAsync(cancellationToken).ConfigureAwait(false);
        return BodyKind.Data;
    }

    /// <summary>Waits for the host to take what was written, a while.</summary>
    private async Task<bool> FlushedAsync(CancellationToken cancellationToken)
    {
        try
        {
            if ((await flushing.WaitAsync(LinkLimits.Busy, time, cancellationToken).ConfigureAwait(false)).IsCompleted)
                state.Finish(LinkEndReason.Local, "the host stopped reading");
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.LongPoll;

/// <summary>
/// Requests that receive, at the broker: one is held until there is something, a newer one sends an older one away. The last answer is kept until the next
/// number acknowledges it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore of which no wait handle is taken holds nothing.")]
internal sealed class DownSide(LinkState state, TimeProvider time)
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock sync = new();
    private CancellationTokenSource? held;
    private byte[] answer = [(byte)BodyKind.Open];
    private int length;
    private int? last;
    private int polls;
    private long since = time.GetTimestamp();
    private bool wasCut;

    /// <summary>Completes when everything was sent: its last answer is on its way.</summary>
    public Task Ended => ended.Task;

    /// <summary>True when nobody polls any more.</summary>
    public bool IsAbandoned
    {
        get
        {
            lock (sync)
                return polls == 0 && time.GetElapsedTime(since) > (wasCut ? LinkLimits.UnpolledAfterCut : LinkLimits.Unpolled);
        }
    }

    /// <summary>Completes when no request is in its turn, and lets none in any more.</summary>
    public Task StopAsync() => turn.WaitAsync(CancellationToken.None);

    /// <summary>Answers one request.</summary>
    public async Task ServeAsync(IHttpExchange exchange, int sequence, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, state.Over);
        using var sentAway = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        Enter(sentAway);
        try
        {
            await turn.WaitAsync(stop.Token).ConfigureAwait(false);
            try
            {
                var isKnown = await PrepareAsync(sequence, sentAway.Token).ConfigureAwait(false);
                if (!isKnown)
                {
                    // This very request is the link's end, and hears it.
                    await Answers.SendAsync(exchange, BodyKind.Gone, cancellationToken).ConfigureAwait(false);
                    return;
                }

                await Answers.SendAsync(exchange, answer.AsMemory(0, length), stop.Token).ConfigureAwait(false);
                if (answer[0] == (byte)BodyKind.End)
                    ended.TrySetResult();
            }
            finally
            {
                turn.Release();
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            exchange.SetStatus(409);
        }
        catch (Exception problem) when (problem is IOException or OperationCanceledException)
        {
            // The peer of this request is gone, or the link is over: it has no answer.
        }
        finally
        {
            Leave(sentAway, cancellationToken.IsCancellationRequested);
        }
    }

    /// <summary>Makes the answer to a number, or keeps the one that it had.</summary>
    /// <returns>False when there can be none.</returns>
    private async Task<bool> PrepareAsync(int sequence, CancellationToken cancellationToken)
    {
        if (sequence == last)
            return true;
        if (sequence != (last is null ? 0 : Sequence.After(last.Value)) || (last is not null && answer[0] == (byte)BodyKind.End))
        {
            state.Finish(LinkEndReason.Lost, $"poll {sequence} after {last}");
            return false;
        }

        if (last is null)
            length = Body.Head;
        else
            await FillAsync(cancellationToken).ConfigureAwait(false);
        last = sequence;
        return true;
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        var host = (await state.HostAsync(cancellationToken).ConfigureAwait(false)).Input;
        using var timer = new CancellationTokenSource(LinkLimits.Wait, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            while (true)
            {
                var read = await host.ReadAsync(limit.Token).ConfigureAwait(false);
                if (read.Buffer.IsEmpty && !read.IsCompleted && !state.IsEnding)
                {
                    host.AdvanceTo(read.Buffer.End);
                    continue;
                }

                Keep(read.Buffer, host);
                if (answer[0] == (byte)BodyKind.End)
                    state.Finish(LinkEndReason.Local);
                return;
            }
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            (answer[0], length) = ((byte)BodyKind.Data, Body.Head);
        }
    }

    private void Keep(ReadOnlySequence<byte> ready, PipeReader host)
    {
        var piece = ready.Slice(0, Math.Min(ready.Length, LinkLimits.Payload));
        if (answer.Length < Body.Longest)
            answer = new byte[Body.Longest];
        answer[0] = (byte)(piece.IsEmpty ? BodyKind.End : BodyKind.Data);
        piece.CopyTo(answer.AsSpan(Body.Head));
        length = Body.Head + (int)piece.Length;
        host.AdvanceTo(piece.End);
    }

    private void Enter(CancellationTokenSource mine)
    {
        CancellationTokenSource? before;
        lock (sync)
        {
            polls++;
            (before, held) = (held, mine);
        }

        try
        {
            before?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just been answered.
        }
    }

    private void Leave(CancellationTokenSource mine, bool isCut)
    {
        lock (sync)
        {
            polls--;
            (since, wasCut) = (time.GetTimestamp(), isCut);
            if (held == mine)
                held = null;
        }
    }
}

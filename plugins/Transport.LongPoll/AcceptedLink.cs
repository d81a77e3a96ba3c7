using System.IO.Pipelines;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.LongPoll;

/// <summary>The broker's link: two directions of requests, and a watch over whether anybody still polls.</summary>
internal sealed class AcceptedLink : ITransportLink
{
    private readonly LinkState state = new();
    private readonly TimeProvider time;
    private readonly Action forget;

    /// <summary>Nothing is sent before the host runs it.</summary>
    /// <param name="time">Clock of all limits.</param>
    /// <param name="forget">Called when it is disposed; may be called twice.</param>
    public AcceptedLink(TimeProvider time, Action forget)
    {
        (this.time, this.forget) = (time, forget);
        (Up, Down) = (new UpSide(state, time), new DownSide(state, time));
    }

    /// <summary>Requests that send.</summary>
    public UpSide Up { get; }

    /// <summary>Requests that receive.</summary>
    public DownSide Down { get; }

    /// <inheritdoc />
    public async ValueTask<LinkEnd> RunAsync(IDuplexPipe host, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(host);
        state.Run(host);
        using var stop = cancellationToken.UnsafeRegister(static given => ((LinkState)given!).Finish(LinkEndReason.Cancelled), state);
        await using var watch = time.CreateTimer(_ => Watch(), null, LinkLimits.Look, LinkLimits.Look);
        try
        {
            var end = await state.End.ConfigureAwait(false);
            if (end.Reason is LinkEndReason.Local or LinkEndReason.Remote)
                await CloseAsync(host.Input, cancellationToken).ConfigureAwait(false);
            return end;
        }
        finally
        {
            // From here on no request touches the host's pipe.
            state.Close();
            await Task.WhenAll(Up.StopAsync(), Down.StopAsync()).ConfigureAwait(false);
            await host.Output.CompleteAsync().ConfigureAwait(false);
            await host.Input.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        forget();
        state.Close();
        return ValueTask.CompletedTask;
    }

    /// <summary>What the host has written is still given to whoever polls, then the end; and the other side's end is waited for.</summary>
    private async Task CloseAsync(PipeReader host, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(LinkLimits.Close, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            state.BeginEnding();
            host.CancelPendingRead();
            await Task.WhenAll(Up.Ended, Down.Ended).WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The other side doesn't end: it is left.
        }
    }

    private void Watch()
    {
        if (Down.IsAbandoned)
            state.Finish(LinkEndReason.Lost, "nobody polls any more");
    }
}

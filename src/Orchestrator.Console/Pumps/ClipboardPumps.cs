using System.IO.Pipelines;
using Orchestrator.Actors.Channels;
using Orchestrator.Links.Channels;
using Orchestrator.Rfb;
using PumpEnd = Orchestrator.Actors.Channels.PumpEnd;

namespace Orchestrator.Technicians.Pumps;

/// <summary>The channel to the instrument's clipboard.</summary>
internal sealed class ClipboardToPump(CutTextCounter numbers) : IChannelPump
{
    private readonly TaskCompletionSource<ClipboardSender> _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isOver;

    public bool IsOver => _isOver;

    public async Task<PumpEnd> RunAsync(IDuplexPipe channel, ChannelGate gate, CancellationToken cancellationToken)
    {
        _running.TrySetResult(new ClipboardSender(channel, numbers));
        try
        {
            return await SilentInput.WatchAsync(channel.Input, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _isOver = true;
            await channel.Output.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Sends a text. False: the channel is over.</summary>
    public async ValueTask<bool> SendAsync(string text, CancellationToken cancellationToken)
    {
        var sender = await _running.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return !_isOver && await sender.SendAsync(text, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask QuiesceAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _isOver = true;
        _running.TrySetCanceled();
        return ValueTask.CompletedTask;
    }
}

/// <summary>The channel from the instrument's clipboard.</summary>
internal sealed class ClipboardFromPump(Action<string> received) : IChannelPump
{
    private readonly ClipboardInbox _inbox = new(received);

    public async Task<PumpEnd> RunAsync(IDuplexPipe channel, ChannelGate gate, CancellationToken cancellationToken) =>
        RfbEnds.Map(await _inbox.RunAsync(channel, cancellationToken).ConfigureAwait(false));

    public ValueTask QuiesceAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>The newest text of the instrument's clipboard.</summary>
internal sealed class ClipboardText
{
    private readonly Lock _sync = new();
    private string? _text;
    private TaskCompletionSource<string> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Put(string text)
    {
        TaskCompletionSource<string> waiting;
        lock (_sync)
        {
            _text = text;
            waiting = _next;
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.TrySetResult(text);
    }

    /// <summary>What is known, or the first that comes.</summary>
    public Task<string> GetAsync(CancellationToken cancellationToken)
    {
        lock (_sync)
        {
            return _text is { } known ? Task.FromResult(known) : _next.Task.WaitAsync(cancellationToken);
        }
    }
}

using System.IO.Pipelines;
using Orchestrator.Actors.Channels;
using Orchestrator.Links.Channels;
using Orchestrator.Rfb;
using PumpEnd = Orchestrator.Actors.Channels.PumpEnd;

namespace Orchestrator.Technicians.Pumps;

/// <summary>The view channel: the instrument's updates into the shadow, and word of its screen's going and coming to the watchers.</summary>
internal sealed class ViewPump(ShadowFramebuffer screen, Action<Notice> tell) : IChannelPump
{
    private readonly ScreenReceiver _receiver = new(screen, status => tell(new Notice.ScreenChanged(status, ScreenWords.Of(status))));
    private volatile bool _isOver;

    public bool IsOver => _isOver;

    /// <summary>Updates decoded so far.</summary>
    public long Updates => _receiver.Updates;

    public async Task<PumpEnd> RunAsync(IDuplexPipe channel, ChannelGate gate, CancellationToken cancellationToken)
    {
        try
        {
            return RfbEnds.Map(await _receiver.RunAsync(channel, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _isOver = true;
        }
    }

    public ValueTask QuiesceAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _isOver = true;
        return ValueTask.CompletedTask;
    }
}

/// <summary>The control channel: the technician's pointer and keys, in order. What comes while the gate is held is dropped, never kept for later.</summary>
internal sealed class ControlPump(ShadowFramebuffer screen, CutTextCounter cutTexts) : IChannelPump
{
    private readonly TaskCompletionSource<(InputSender Sender, ChannelGate Gate)> _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isOver;

    public bool IsOver => _isOver;

    public async Task<PumpEnd> RunAsync(IDuplexPipe channel, ChannelGate gate, CancellationToken cancellationToken)
    {
        var sender = new InputSender(channel, () => new InputContext((uint)(screen.State.Layout?.Version ?? 0), cutTexts.Last));
        _running.TrySetResult((sender, gate));
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

    /// <summary>For local viewers: sends when input may pass now, else drops. False: dropped.</summary>
    public async ValueTask<bool> TryAsync(Func<InputSender, ValueTask<bool>> send)
    {
        if (!_running.Task.IsCompletedSuccessfully || _isOver)
        {
            return false;
        }

        var (sender, gate) = await _running.Task.ConfigureAwait(false);
        return gate.IsOpen && await send(sender).ConfigureAwait(false);
    }

    /// <summary>For scripts: waits while input is held (a prompt, a pause). False: control is over.</summary>
    public async ValueTask<bool> SendAsync(Func<InputSender, ValueTask<bool>> send, CancellationToken cancellationToken)
    {
        var (sender, gate) = await _running.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await gate.WhenOpenAsync(cancellationToken).ConfigureAwait(false) && await send(sender).ConfigureAwait(false);
    }

    public ValueTask QuiesceAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _isOver = true;
        _running.TrySetCanceled();
        return ValueTask.CompletedTask;
    }
}

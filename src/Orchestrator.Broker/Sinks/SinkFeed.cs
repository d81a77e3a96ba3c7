using Microsoft.Extensions.Logging;
using Orchestrator.Actors.Plugins;
using Orchestrator.Broker.Hosting;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Plugins;
using Orchestrator.PluginHosting;

namespace Orchestrator.Broker.Sinks;

/// <summary>
/// Feeds one audit sink: brings it up to date from where it says that it is durable, and hands on what comes. Each record reaches it in order and, for a sink
/// that keeps its word, exactly once. Told to move, it opens the active generation, brings it to where the old one is, and changes over between two batches.
/// </summary>
internal sealed class SinkFeed(BrokerPlugins plugins, SinkProgress progress, BrokerJournal journal, ILogger log, Action? caughtUp = null) : IPluginGeneration
{
    private readonly CancellationTokenSource _stop = new();
    private IDisposable? _turn;
    private Task _feeding = Task.CompletedTask;
    private Task _move = Task.CompletedTask;
    private SinkTail? _tail;
    private SinkTail? _next;
    private ReadOnlyMemory<byte> _checkpoint;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _turn = await progress.TurnAsync(cancellationToken);
        var slot = await SlotAsync(cancellationToken);
        ListenForMove(slot);
        _tail = await SinkTail.OpenAsync(slot.Lease(), progress, journal, cancellationToken);
        progress.ConfirmsDurability = _tail.ConfirmsDurability;
        progress.Confirm(_tail.Next);
        progress.Wake();
        _feeding = Task.Run(() => FeedAsync(slot), CancellationToken.None);
    }

    /// <summary>Ends when the sink fails or the feed is disposed.</summary>
    internal Task FedAsync() => _feeding;

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken) => _feeding.IsCompleted ? _feeding : Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _feeding.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _next?.Dispose();
        _tail?.Dispose();
        _turn?.Dispose();
        _stop.Dispose();
    }

    /// <summary>A sink that never served yet is activated here, so that one that was away when the broker started is tried again like one that went away later.</summary>
    private async Task<PluginSlot> SlotAsync(CancellationToken cancellationToken)
    {
        var id = progress.Setting.Plugin;
        if (!progress.WasActivated && plugins.Slots.Find(id) is not { IsActive: true })
        {
            await plugins.StartSinkAsync(progress.Setting, cancellationToken);
        }

        progress.WasActivated = true;
        return plugins.Slots.Find(id)!;
    }

    private async Task FeedAsync(PluginSlot slot)
    {
        while (await progress.WokenAsync(_stop.Token))
        {
            while (await StepAsync(slot))
            {
            }

            var newest = journal.LatestCheckpoint;
            if (!newest.IsEmpty && !newest.Equals(_checkpoint))
            {
                _checkpoint = newest;
                await _tail!.PutCheckpointAsync(newest, _stop.Token);
            }

            progress.HasEverything();
            caughtUp?.Invoke();
            caughtUp = null;
        }
    }

    /// <summary>At most one batch for the generation that serves, and one for the generation that will.</summary>
    private async Task<bool> StepAsync(PluginSlot slot)
    {
        if (_move.IsCompleted)
        {
            ListenForMove(slot);
            await TryAsync(async () => await OpenNextAsync(slot));
        }

        var more = await _tail!.DeliverAsync(_stop.Token);
        progress.Confirm(_tail.Next);
        if (_next is { } next)
        {
            await TryAsync(() => next.DeliverAsync(_stop.Token));
            ChangeOver();
            more |= _next is not null;
        }

        return more;
    }

    private async Task OpenNextAsync(PluginSlot slot)
    {
        var lease = slot.Lease();
        DropNext();
        if (lease.Generation == _tail!.Generation)
        {
            lease.Dispose();
            return;
        }

        _next = await SinkTail.OpenAsync(lease, progress, journal, _stop.Token);
        ChangeOver();
    }

    private void ChangeOver()
    {
        if (_next is not null && _next.Next >= _tail!.Next)
        {
            _tail.Dispose();
            (_tail, _next) = (_next, null);
            progress.ConfirmsDurability = _tail.ConfirmsDurability;
        }
    }

    /// <summary>Whatever the next generation fails with ends the move, not the feed.</summary>
    private async Task TryAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            BrokerLog.SinkStays(log, progress.Setting.Plugin, e.Message);
            DropNext();
        }
    }

    private void DropNext()
    {
        _next?.Dispose();
        _next = null;
    }

    // Before the lease: a ring after that is never missed.
    private void ListenForMove(PluginSlot slot)
    {
        _move = slot.Moves.Next;
        _ = WakeAtAsync(_move);
    }

    private async Task WakeAtAsync(Task move)
    {
        try
        {
            await move.WaitAsync(_stop.Token);
            progress.Wake();
        }
        catch (OperationCanceledException)
        {
            // The feed ended first.
        }
    }
}

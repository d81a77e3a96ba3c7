using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>
/// Something opened through a plugin that changes over to the active generation when it is told to, between two calls. Calls take turns; the change takes
/// one too. If the new generation can't open it, the old one goes on.
/// </summary>
/// <typeparam name="T">What is opened.</typeparam>
internal sealed class Movable<T> : IAsyncDisposable
    where T : class, IAsyncDisposable
{
    private readonly PluginSlot slot;
    private readonly Func<PluginLease, CancellationToken, ValueTask<T?>> open;
    private readonly Func<T, CancellationToken, ValueTask>? leave;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly CancellationTokenSource stop = new();
    private readonly Task moving;
    private PluginLease lease;
    private T current;
    private int isClosed;

    private Movable(PluginSlot slot, Task firstMove, PluginLease lease, T first, Func<PluginLease, CancellationToken, ValueTask<T?>> open, Func<T, CancellationToken, ValueTask>? leave)
    {
        this.slot = slot;
        this.lease = lease;
        this.open = open;
        this.leave = leave;
        current = first;
        moving = MoveAsync(firstMove);
    }

    /// <summary>Counts the changes; a caller sees by it that it talks to another generation.</summary>
    public int Moves { get; private set; }

    /// <summary>Which generation serves it.</summary>
    public GenerationId Generation => lease.Generation;

    /// <summary>Opens it through the active generation; null where the plugin has none.</summary>
    /// <param name="slot">The plugin.</param>
    /// <param name="open">Opens it through one generation.</param>
    /// <param name="leave">Waits, outside the turn, for a moment at which the change doesn't hurt; null: any moment.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="PluginFaultException">No generation is active, or it fails.</exception>
    public static async ValueTask<Movable<T>?> OpenAsync(
        PluginSlot slot, Func<PluginLease, CancellationToken, ValueTask<T?>> open, Func<T, CancellationToken, ValueTask>? leave, CancellationToken cancellationToken)
    {
        var move = slot.Moves.Next;
        var lease = slot.Lease();
        try
        {
            if (await open(lease, cancellationToken).ConfigureAwait(false) is { } opened)
                return new Movable<T>(slot, move, lease, opened, open, leave);
            lease.Dispose();
            return null;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>One call, in its turn.</summary>
    public async ValueTask<TResult> UseAsync<TResult>(Func<T, ValueTask<TResult>> call, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await call(current).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>One synchronous call, in its turn.</summary>
    public TResult Use<TResult>(Func<T, TResult> call)
    {
        turn.Wait();
        try
        {
            return call(current);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref isClosed, 1) != 0)
            return;
        await stop.CancelAsync().ConfigureAwait(false);
        await moving.ConfigureAwait(false);
        try
        {
            await current.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            lease.Dispose();
            stop.Dispose();
        }
    }

    private async Task MoveAsync(Task move)
    {
        try
        {
            while (true)
            {
                await move.WaitAsync(stop.Token).ConfigureAwait(false);
                move = slot.Moves.Next;
                await TryMoveAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Closed: what is open now is disposed by whoever closes it.
        }
    }

    private async Task TryMoveAsync()
    {
        PluginLease? next = null;
        T? opened = null;
        try
        {
            next = slot.Lease();
            if (next.Generation != lease.Generation && await open(next, stop.Token).ConfigureAwait(false) is { } other)
            {
                opened = other;
                if (leave is not null)
                    await leave(current, stop.Token).ConfigureAwait(false);
                await turn.WaitAsync(stop.Token).ConfigureAwait(false);
                (opened, current) = (current, other);
                (next, lease) = (lease, next);
                Moves++;
                turn.Release();
            }
        }
        catch (PluginFaultException)
        {
            // The fault is counted where it happened; this channel stays with what works.
        }
        finally
        {
            await DropAsync(opened).ConfigureAwait(false);
            next?.Dispose();
        }
    }

    private static async ValueTask DropAsync(T? opened)
    {
        try
        {
            if (opened is not null)
                await opened.DisposeAsync().ConfigureAwait(false);
        }
        catch (PluginFaultException)
        {
            // Counted by its gateway; nobody uses it any more.
        }
    }
}

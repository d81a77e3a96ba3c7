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
    private readonly string channel;
    private readonly Func<PluginLease, CancellationToken, ValueTask<T?>> open;
    private readonly IDeparture<T>? departure;
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly CancellationTokenSource stop = new();
    private readonly Task moving;
    private PluginLease lease;
    private T current;
    private int isClosed;

    private Movable(
        PluginSlot slot, string channel, Task firstMove, PluginLease lease, T first, Func<PluginLease, CancellationToken, ValueTask<T?>> open, IDeparture<T>? departure)
    {
        this.slot = slot;
        this.channel = channel;
        this.lease = lease;
        this.open = open;
        this.departure = departure;
        current = first;
        moving = Detached.Run(() => MoveAsync(firstMove));
    }

    /// <summary>Counts the changes; a caller sees by it, in its turn, that it talks to another generation.</summary>
    public int Moves { get; private set; }

    /// <summary>Opens it through the active generation; null where the plugin has none.</summary>
    /// <param name="slot">The plugin.</param>
    /// <param name="channel">Name under which calls are counted.</param>
    /// <param name="open">Opens it through one generation.</param>
    /// <param name="departure">Finds the moment of a change; null: any moment between two calls.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="PluginFaultException">No generation is active, or it fails.</exception>
    public static async ValueTask<Movable<T>?> OpenAsync(
        PluginSlot slot, string channel, Func<PluginLease, CancellationToken, ValueTask<T?>> open, IDeparture<T>? departure, CancellationToken cancellationToken)
    {
        var move = slot.Moves.Next;
        var lease = slot.Lease();
        try
        {
            if (await open(lease, cancellationToken).ConfigureAwait(false) is { } opened)
                return new Movable<T>(slot, channel, move, lease, opened, open, departure);
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
    public async ValueTask<TResult> UseAsync<TState, TResult>(TState state, Func<T, TState, ValueTask<TResult>> call, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var result = await call(current, state).ConfigureAwait(false);
            PluginMetrics.Served(lease.Generation, channel);
            return result;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>One synchronous call, in its turn.</summary>
    public TResult Use<TState, TResult>(TState state, Func<T, TState, TResult> call)
    {
        turn.Wait();
        try
        {
            var result = call(current, state);
            PluginMetrics.Served(lease.Generation, channel);
            return result;
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
        var next = slot.TryLease();
        T? unused = null;
        try
        {
            if (next is null || next.Generation == lease.Generation || await open(next, stop.Token).ConfigureAwait(false) is not { } opened)
                return;
            unused = opened;
            departure?.Begin();
            do
            {
                if (departure is not null)
                    await departure.WaitAsync(stop.Token).ConfigureAwait(false);
                await turn.WaitAsync(stop.Token).ConfigureAwait(false);
            }
            while (!TryChange(ref unused, ref next));
        }
        catch (Exception problem) when (problem is PluginFaultException or PluginRefusedException or DialException)
        {
            // The fault is counted where it happened; this channel stays with what works.
        }
        finally
        {
            await DropAsync(unused).ConfigureAwait(false);
            next?.Dispose();
        }
    }

    // In the turn, which it gives back. Afterwards the two hold what was left.
    private bool TryChange(ref T unused, ref PluginLease next)
    {
        try
        {
            if (departure is not null && !departure.TryLeave(current))
                return false;
            (unused, current) = (current, unused);
            (next, lease) = (lease, next);
            Moves++;
            return true;
        }
        finally
        {
            turn.Release();
        }
    }

    private static async ValueTask DropAsync(T? unused)
    {
        try
        {
            if (unused is not null)
                await unused.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is PluginFaultException or DialException)
        {
            // Counted by its gateway; nobody uses it any more.
        }
    }
}

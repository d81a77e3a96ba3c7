using System.Threading.Channels;

namespace Orchestrator.PluginHosting;

/// <summary>
/// Records about plugins on their way into a log: in order, in the background, and never more of what comes by itself than <see cref="RecordBudget{TRecord}"/>
/// gives. What comes before there is a log waits for it. Callable from any thread.
/// </summary>
/// <typeparam name="TRecord">What is written.</typeparam>
public sealed class RecordQueue<TRecord> : IAsyncDisposable
{
    // More than all plugins of a full folder may give in one moment of the budget.
    private const int Waiting = 4096;

    private readonly Channel<TRecord> queue = Channel.CreateBounded<TRecord>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly RecordBudget<TRecord> budget;
    private Task writing = Task.CompletedTask;

    /// <summary>Takes records from now on.</summary>
    /// <param name="time">The only clock.</param>
    /// <param name="lost">Told of a record for which there is no room; must not block.</param>
    public RecordQueue(TimeProvider time, Action<TRecord> lost) =>
        budget = new RecordBudget<TRecord>(time, record =>
        {
            if (!queue.Writer.TryWrite(record))
                lost(record);
        });

    /// <summary>Writes from here on. Once.</summary>
    /// <param name="write">Writes one record; a failure that it doesn't bear itself ends the writing.</param>
    public void Begin(Func<TRecord, Task> write) => writing = Task.Run(async () =>
    {
        await foreach (var record in queue.Reader.ReadAllAsync().ConfigureAwait(false))
            await write(record).ConfigureAwait(false);
    });

    /// <summary>Takes a record about something that happened to a plugin.</summary>
    /// <param name="plugin">What happened.</param>
    /// <param name="isAsked">True: a person asked for it, and it is always written.</param>
    /// <param name="make">Makes the record from the number of those before it that were left out.</param>
    public void Take(PluginEvent plugin, bool isAsked, Func<int, TRecord> make) => budget.Spend(plugin.Plugin, (plugin.Kind, plugin.Version, plugin.Sentence), isAsked, make);

    /// <summary>Takes a record that comes by itself.</summary>
    /// <param name="plugin">Whose budget.</param>
    /// <param name="record">Equal to the one before it: not written again.</param>
    public void Take(string plugin, TRecord record) => budget.Spend(plugin, record!, isAsked: false, _ => record);

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        budget.Dispose();
        queue.Writer.TryComplete();
        await writing.ConfigureAwait(false);
    }
}

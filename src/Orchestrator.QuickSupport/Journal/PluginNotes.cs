using System.Collections.Immutable;
using System.Threading.Channels;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using Orchestrator.PluginHosting;

namespace Orchestrator.QuickSupport.Journal;

/// <summary>
/// Writes what happens to plugins into the run's log: in order, in the background, and never more of what comes by itself than <see cref="RecordBudget{T}"/>
/// gives. What happens before there is a log waits for it. Callable from any thread.
/// </summary>
internal sealed class PluginNotes : IAsyncDisposable
{
    // Many times what the budgets of all plugins that a record names let through at once.
    private const int Waiting = 1024;

    private readonly Channel<Note> _queue = Channel.CreateBounded<Note>(new BoundedChannelOptions(Waiting) { SingleReader = true });
    private readonly Lock _sync = new();
    private readonly Dictionary<string, int> _asking = new(StringComparer.Ordinal);
    private readonly RecordBudget<Note> _budget;
    private readonly IDisposable _listening;
    private Task _writing = Task.CompletedTask;
    private volatile Action<string>? _failed;

    public PluginNotes(PluginEventRelay events, TimeProvider time)
    {
        _budget = new RecordBudget<Note>(time, Enqueue);
        _listening = events.Listen(Take);
    }

    /// <summary>Writes from here on.</summary>
    /// <param name="journal">The run's.</param>
    /// <param name="active">What serves at a moment.</param>
    /// <param name="failed">Told why a record couldn't be written.</param>
    public void Begin(InstrumentJournal journal, Func<ImmutableArray<RecordPlugin>> active, Action<string> failed)
    {
        _failed = failed;
        _writing = Task.Run(() => WriteAsync(journal, active, failed));
    }

    /// <summary>Until the result is disposed, what happens to this plugin happens because somebody asked.</summary>
    public IDisposable Asked(string plugin)
    {
        lock (_sync)
            _asking[plugin] = _asking.GetValueOrDefault(plugin) + 1;
        return new Question(this, plugin);
    }

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _listening.Dispose();
        _budget.Dispose();
        _queue.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    private void Take(PluginEvent plugin)
    {
        bool isAsked;
        lock (_sync)
            isAsked = _asking.GetValueOrDefault(plugin.Plugin) > 0;

        // What is compiled in and simply works stands in every record of the run.
        if (plugin is { Kind: PluginEventKind.Activated, Hash: null } && _failed is null)
            return;
        _budget.Spend(
            plugin.Plugin,
            (plugin.Kind, plugin.Version, plugin.Sentence),
            isAsked,
            leftOut => new Note(
                PluginCodes.Of(plugin.Kind),
                new PluginObservations.PluginFacts(plugin.Plugin, plugin.Version, plugin.Generation, plugin.Hash ?? "", plugin.Publisher ?? "", plugin.Sentence, null, leftOut),
                isAsked));
    }

    private void Enqueue(Note note)
    {
        if (!_queue.Writer.TryWrite(note))
            _failed?.Invoke("too many of its records wait");
    }

    private async Task WriteAsync(InstrumentJournal journal, Func<ImmutableArray<RecordPlugin>> active, Action<string> failed)
    {
        await foreach (var note in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                await journal.NotePluginAsync(note.Code, note.About, note.IsAsked, active()).ConfigureAwait(false);
            }
            catch (EvidenceLogException e)
            {
                failed(e.Message);
            }
        }
    }

    private sealed record Note(string Code, PluginObservations.PluginFacts About, bool IsAsked);

    private sealed class Question(PluginNotes notes, string plugin) : IDisposable
    {
        public void Dispose()
        {
            lock (notes._sync)
                notes._asking[plugin]--;
        }
    }
}

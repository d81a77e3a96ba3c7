using System.Collections.Immutable;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using Orchestrator.PluginHosting;

namespace Orchestrator.QuickSupport.Journal;

/// <summary>
/// Writes what happens to plugins into the run's log: in order, in the background, and never more of what comes by itself than <see cref="RecordQueue{TRecord}"/>
/// lets through. What happens before there is a log waits for it. Callable from any thread.
/// </summary>
internal sealed class PluginNotes : IAsyncDisposable
{
    // Nobody but the person before this program asks here, and one record of it is like another.
    private static readonly object Operator = new();

    private readonly AskedFor<object> _asking = new();
    private readonly RecordQueue<Note> _queue;
    private readonly IDisposable _listening;
    private volatile Action<string>? _failed;

    public PluginNotes(PluginEventRelay events, TimeProvider time)
    {
        _queue = new RecordQueue<Note>(time, _ => _failed?.Invoke("too many of its records wait"));
        _listening = events.Listen(Take);
    }

    /// <summary>Writes from here on.</summary>
    /// <param name="journal">The run's.</param>
    /// <param name="active">What serves at a moment.</param>
    /// <param name="failed">Told why a record couldn't be written.</param>
    public void Begin(InstrumentJournal journal, Func<ImmutableArray<RecordPlugin>> active, Action<string> failed)
    {
        _failed = failed;
        _queue.Begin(note => WriteAsync(note, journal, active, failed));
    }

    /// <summary>Until the result is disposed, what happens to this plugin happens because somebody asked.</summary>
    public IDisposable Asked(string plugin) => _asking.Asked(plugin, Operator);

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _listening.Dispose();
        await _queue.DisposeAsync().ConfigureAwait(false);
    }

    private void Take(PluginEvent plugin)
    {
        var isAsked = _asking.By(plugin.Plugin) is not null;

        // What is compiled in and simply works stands in every record of the run.
        if (plugin is { Kind: PluginEventKind.Activated, Hash: null } && _failed is null)
            return;
        _queue.Take(
            plugin,
            isAsked,
            leftOut => new Note(
                PluginCodes.Of(plugin.Kind),
                new PluginObservations.PluginFacts(plugin.Plugin, plugin.Version, plugin.Generation, plugin.Hash ?? "", plugin.Publisher ?? "", plugin.Sentence, null, leftOut),
                isAsked));
    }

    private static async Task WriteAsync(Note note, InstrumentJournal journal, Func<ImmutableArray<RecordPlugin>> active, Action<string> failed)
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

    private sealed record Note(string Code, PluginObservations.PluginFacts About, bool IsAsked);
}

using System.Collections.Immutable;
using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Domain;
using Orchestrator.Technicians.Pumps;

namespace Orchestrator.Technicians;

/// <summary>What the session actor talks to: keeps the newest view, tells the watchers, wakes whoever waits for a state. Never blocks.</summary>
internal sealed class SessionFace : ITechnicianFace
{
    private readonly Lock _sync = new();
    private readonly TaskCompletionSource<ConsoleEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ConsoleView> _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableArray<Action<Notice>> _watchers;
    private ConsolePumps? _pumps;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ConsoleView? _view;

    public SessionFace(Action<Notice>? watcher) => _watchers = watcher is null ? [] : [watcher];

    public ConsoleView? View => _view;

    public Task<ConsoleEnd> Completion => _end.Task;

    public void Follow(ConsolePumps pumps) => _pumps = pumps;

    public async Task JoinedAsync(CancellationToken cancellationToken) => await _joined.Task.WaitAsync(cancellationToken).ConfigureAwait(false);

    public IDisposable Watch(Action<Notice> watcher)
    {
        lock (_sync)
        {
            _watchers = _watchers.Add(watcher);
        }

        return new Watching(this, watcher);
    }

    public void Update(ConsoleView view)
    {
        _view = view;
        Tell(new Notice.Changed(view));
        if (view.Sas.Length > 0)
        {
            _joined.TrySetResult(view);
        }

        Wake();
    }

    public void Happened(long sequence, SessionEvent happened, ReadOnlyMemory<byte> line)
    {
        _pumps?.Happened(happened);
        Tell(new Notice.Recorded(sequence, happened, line));
    }

    public void Said(string text) => Tell(new Notice.Said(text));

    public void Finished(ConsoleEnd end)
    {
        if (!_end.TrySetResult(end))
        {
            return;
        }

        _joined.TrySetException(SessionEnds.AsException(end));
        _ = _joined.Task.Exception;
        Tell(new Notice.Over(end));
        Wake();
    }

    public void Tell(Notice notice)
    {
        foreach (var watcher in _watchers)
        {
            watcher(notice);
        }
    }

    /// <summary>Waits until a view answers; throws when the session ends first.</summary>
    public async Task<T> UntilAsync<T>(Func<ConsoleView, T?> answer, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var next = Volatile.Read(ref _changed).Task;
            if (_view is { } view && answer(view) is { } found)
            {
                return found;
            }

            if (_end.Task.IsCompletedSuccessfully)
            {
                throw SessionEnds.AsException(await _end.Task.ConfigureAwait(false));
            }

            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Wake() => Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private sealed class Watching(SessionFace face, Action<Notice> watcher) : IDisposable
    {
        public void Dispose()
        {
            lock (face._sync)
            {
                face._watchers = face._watchers.Remove(watcher);
            }
        }
    }
}

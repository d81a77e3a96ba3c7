using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orchestrator.Actors.Sessions.AtInstrument;
using Orchestrator.Domain;

namespace Orchestrator.Actors.Tests.Support;

/// <summary>The evidence log at the instrument: durable at once, when the spec says so, or never.</summary>
internal sealed class FakeJournal(World world) : IInstrumentJournal
{
    private readonly ConcurrentQueue<SessionEvent> _written = new();
    private readonly ConcurrentQueue<(SessionEvent Event, TaskCompletionSource<ImmutableArray<JournalRecord>> Done)> _pending = new();
    private long _next = -1;

    public bool IsManual { get; set; }

    public bool IsBroken { get; set; }

    public bool ThrowsAtOnce { get; set; }

    /// <summary>Null: a checkpoint is signed at once; otherwise when this is.</summary>
    public Task<ReadOnlyMemory<byte>>? Signing { get; set; }

    /// <summary>Events that don't fit on the disk any more.</summary>
    public Func<SessionEvent, bool> IsFull { get; set; } = _ => false;

    public IReadOnlyList<SessionEvent> Written => [.. _written];

    public int Pending => _pending.Count;

    public string Directory => "/logs/run";

    public Task<ImmutableArray<JournalRecord>> AppendAsync(SessionEvent happened, CancellationToken cancellationToken)
    {
        if (ThrowsAtOnce)
        {
            throw new IOException("disk full");
        }

        if (IsBroken || IsFull(happened))
        {
            world.Note("append failed");
            return Task.FromException<ImmutableArray<JournalRecord>>(new IOException("disk full"));
        }

        if (!IsManual)
        {
            return Task.FromResult(Write(happened));
        }

        // Continuations run inside Complete, so the writer is told when Complete returns.
        var done = new TaskCompletionSource<ImmutableArray<JournalRecord>>();
        _pending.Enqueue((happened, done));
        world.Note($"pending {happened.GetType().Name}");
        return done.Task;
    }

    public void Complete()
    {
        Assert.True(_pending.TryDequeue(out var pending));
        pending.Done.SetResult(Write(pending.Event));
    }

    public void CompleteAll()
    {
        IsManual = false;
        while (!_pending.IsEmpty)
        {
            Complete();
        }
    }

    public Task<ReadOnlyMemory<byte>> CheckpointAsync(CancellationToken cancellationToken) => Signing ?? Task.FromResult(new ReadOnlyMemory<byte>([1]));

    public Task KeepBrokerCheckpointAsync(ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken)
    {
        world.Note($"kept {signedNote.Length}");
        return Task.CompletedTask;
    }

    private ImmutableArray<JournalRecord> Write(SessionEvent happened)
    {
        var sequence = Interlocked.Increment(ref _next);
        _written.Enqueue(happened);
        world.Note($"written {happened.GetType().Name}");
        return [new JournalRecord(sequence, new[] { (byte)sequence })];
    }
}

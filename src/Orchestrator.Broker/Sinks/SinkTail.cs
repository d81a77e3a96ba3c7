using Orchestrator.Abstractions;
using Orchestrator.Broker.Journal;
using Orchestrator.PluginHosting;

namespace Orchestrator.Broker.Sinks;

/// <summary>One generation of a sink at its own place in the log: what it has, and what it gets next.</summary>
internal sealed class SinkTail : IDisposable
{
    private readonly PluginLease _lease;
    private readonly IAuditSink _sink;
    private readonly BrokerJournal _journal;
    private readonly RecordLines _lines;

    private SinkTail(PluginLease lease, IAuditSink sink, BrokerJournal journal, RecordLines lines, long next)
    {
        _lease = lease;
        _sink = sink;
        _journal = journal;
        _lines = lines;
        Next = next;
    }

    /// <summary>Which generation.</summary>
    public GenerationId Generation => _lease.Generation;

    /// <summary>It has every record below this sequence number: as it said when it was opened, and then as far as it was given them and confirmed.</summary>
    public long Next { get; private set; }

    /// <summary>Whether what it confirms is durable.</summary>
    public bool ConfirmsDurability => IsDurable(_sink);

    /// <summary>A confirmation that means no more than "handed over" must not count as one.</summary>
    /// <exception cref="InvalidOperationException">The sink says that it can't confirm durability.</exception>
    public static void RequireDurability(IAuditSink sink, string plugin)
    {
        if (!IsDurable(sink))
        {
            throw new InvalidOperationException(
                $"The audit sink {plugin} can't be required: it confirms that records were handed over, not that they are kept. Make it optional, and require another one beside it.");
        }
    }

    /// <summary>Opens the log at a sink; the lease is given back with it, or when that fails.</summary>
    /// <exception cref="PluginFaultException">The sink fails.</exception>
    /// <exception cref="InvalidOperationException">It is ahead of the log, or required and can't confirm durability.</exception>
    public static async Task<SinkTail> OpenAsync(PluginLease lease, SinkProgress progress, BrokerJournal journal, CancellationToken cancellationToken)
    {
        try
        {
            var sink = lease.Get<IAuditSink>();
            if (progress.IsRequired)
            {
                RequireDurability(sink, progress.Setting.Plugin);
            }

            var next = await sink.OpenAsync(journal.Origin, cancellationToken);
            return new SinkTail(lease, sink, journal, RecordLines.Open(journal.RecordsFile, next, journal.Size), next);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Delivers one batch. False when there was nothing to deliver.</summary>
    public async Task<bool> DeliverAsync(CancellationToken cancellationToken)
    {
        var entries = _lines.Read(_journal.Size);
        if (entries.Length == 0)
        {
            return false;
        }

        var expected = entries[^1].Sequence + 1;
        var has = await _sink.AppendAsync(_journal.Origin, entries, cancellationToken);
        if (has < expected || has > _journal.Size)
        {
            throw new InvalidOperationException($"It says that it has {has} records after being given {expected} of {_journal.Size}: it doesn't count what it keeps.");
        }

        Next = expected;
        PluginMetrics.Served(Generation, _journal.Origin, entries.Length);
        return true;
    }

    /// <summary>Keeps a checkpoint there.</summary>
    public ValueTask PutCheckpointAsync(ReadOnlyMemory<byte> signedNote, CancellationToken cancellationToken) =>
        _sink.PutCheckpointAsync(_journal.Origin, signedNote, cancellationToken);

    /// <summary>Whether a sink says that what it confirms is durable.</summary>
    internal static bool IsDurable(IAuditSink sink) => sink is not IAuditSinkTraits { ConfirmsDurability: false };

    public void Dispose()
    {
        _lines.Dispose();
        _lease.Dispose();
    }
}

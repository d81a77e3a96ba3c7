using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Sinks;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Journal;

/// <summary>The broker's own evidence log, as the port that sessions and admission write to. One process has it open at a time.</summary>
internal sealed class BrokerJournal : IBrokerJournal, IAsyncDisposable
{
    private readonly RecordLog _log;
    private readonly AuditSinks _sinks;
    private readonly SessionCounts _counts;
    private readonly ErasableTexts _texts;
    private readonly ObservationRecords _records;

    internal BrokerJournal(RecordLog log, string origin, AuditSinks sinks)
    {
        _log = log;
        Origin = origin;
        _sinks = sinks;
        _counts = new SessionCounts(log.Log.Folder.Records);
        _texts = ErasableTexts.OpenLong(log.Log.Folder, SystemRandomSource.Instance);
        _records = new ObservationRecords(_texts);
    }

    /// <summary>Name of this log.</summary>
    public string Origin { get; }

    /// <summary>The file of records, to be read while it grows.</summary>
    public string RecordsFile => _log.Log.Folder.Records;

    public ReadOnlyMemory<byte> LatestCheckpoint => _log.Log.LastCheckpoint?.Note ?? default;

    /// <summary>Next sequence number.</summary>
    public long Size => _log.Log.Size;

    /// <exception cref="BrokerException">Tampered with, in use, or unwritable.</exception>
    public static async Task<BrokerJournal> OpenAsync(
        DataFolder folder, string domain, Ed25519Key key, RecordSoftware software, AuditSinks sinks, TimeProvider time, CancellationToken cancellationToken)
    {
        PrivateFiles.CreateFolder(folder.Log);
        var options = new EvidenceLogOptions { Folder = folder.Log, Signer = new CheckpointSigner(LogOrigin.Of(domain), key), Time = time };
        var context = new RecordContext { Where = new RecordPlace { Device = Environment.MachineName }, Software = software };
        try
        {
            return new BrokerJournal(await RecordLog.OpenAsync(options, context, new RecordActor { Kind = ActorKinds.Broker }, cancellationToken), LogOrigin.Of(domain), sinks);
        }
        catch (EvidenceLogException e)
        {
            throw new BrokerException(ExitCode.DataFolder, e.Message, e);
        }
    }

    /// <exception cref="JournalException">It isn't durable, and nothing may rest on it.</exception>
    public async Task AppendAsync(BrokerObservation observation, CancellationToken cancellationToken) =>
        await ConfirmAsync(await AppendUnconfirmedAsync(observation, null, cancellationToken), cancellationToken);

    /// <summary>Waits until the required sinks have every record below a sequence number.</summary>
    /// <exception cref="JournalException">One hasn't, and nothing may rest on those records.</exception>
    internal async Task ConfirmAsync(long next, CancellationToken cancellationToken)
    {
        try
        {
            await _sinks.ConfirmAsync(next, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new JournalException(e.Message);
        }
    }

    /// <summary>Appends without waiting for the sinks: for what is about them, and for what nothing rests on.</summary>
    /// <returns>Sequence number of the next record.</returns>
    internal async Task<long> AppendUnconfirmedAsync(BrokerObservation observation, long? pending, CancellationToken cancellationToken)
    {
        var body = Write(observation, pending);
        var result = body.Session is not null
            ? await _log.AppendAsync(() => _counts.Number(body), cancellationToken)
            : await _log.AppendAsync(body, cancellationToken: cancellationToken);
        if (!result.IsDurable)
        {
            _counts.Forget();
            throw new JournalException(result.Reason ?? "The broker's log can't be written.");
        }

        _sinks.Wake();
        return result.Next;
    }

    /// <summary>
    /// What follows from a waiting record that is in the log. A crash or a full disk before this leaves the record waiting, whose drain does it again, and a
    /// second time changes nothing.
    /// </summary>
    internal void Follow(BrokerObservation observation)
    {
        if (observation is AdministrationObservations.TextsErased erased)
        {
            _texts.Erase(erased.Commitments.Split(' ').ToHashSet(StringComparer.Ordinal));
        }
    }

    /// <summary>The record, with its texts kept beside the log before it is there.</summary>
    private RecordBody Write(BrokerObservation observation, long? pending)
    {
        try
        {
            return _records.Write(observation, pending);
        }
        catch (IOException e)
        {
            throw new JournalException($"The texts beside the broker's log can't be written: {e.Message}");
        }
    }

    /// <exception cref="JournalException">It can't be signed.</exception>
    public async Task<ReadOnlyMemory<byte>> CheckpointAsync(CancellationToken cancellationToken)
    {
        var signed = await _log.CheckpointAsync(cancellationToken: cancellationToken);
        return signed.Status == AppendStatus.Durable && signed.Checkpoint is { } checkpoint
            ? checkpoint.Note
            : throw new JournalException(signed.Reason ?? "The broker's log can't be signed.");
    }

    public ValueTask DisposeAsync() => _log.DisposeAsync();
}

/// <summary>An observation that isn't in the log: whatever would have rested on it doesn't happen.</summary>
public sealed class JournalException(string sentence) : Exception(sentence);

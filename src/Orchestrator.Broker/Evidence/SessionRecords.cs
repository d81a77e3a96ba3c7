using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Claims;
using Orchestrator.Broker.Journal;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Broker.Evidence;

/// <summary>Every record of one session that a broker has, as exact lines: what the instrument gave, and the broker's own.</summary>
internal sealed class SessionRecords
{
    private SessionRecords()
    {
    }

    public required SessionNumber Session { get; init; }

    /// <summary>The instrument's lines from its first record on.</summary>
    public required ImmutableArray<ReadOnlyMemory<byte>> Claims { get; init; }

    /// <summary>The newest checkpoint of the instrument that is here; empty before the first.</summary>
    public required ReadOnlyMemory<byte> Note { get; init; }

    /// <summary>The broker's records of this session, with their numbers in its log.</summary>
    public required ImmutableArray<(long Sequence, ReadOnlyMemory<byte> Line)> Own { get; init; }

    /// <summary>The whole of the broker's log, read.</summary>
    public required LogScan Scan { get; init; }

    /// <summary>Key of the broker's log.</summary>
    public required NoteKey Key { get; init; }

    /// <summary>Key of the run's log, as it was registered; null when nothing says.</summary>
    public NoteKey? RunKey { get; private init; }

    /// <exception cref="BrokerException">The data can't be read, or there is no such session.</exception>
    public static async Task<SessionRecords> ReadAsync(DataFolder folder, BrokerStore store, TimeProvider time, SessionNumber session, CancellationToken cancellationToken)
    {
        var key = BrokerLogReader.KeyOf(folder);
        var claims = new ClaimStore(store, time);
        var lines = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        await foreach (var line in claims.ReadAsync(session, cancellationToken))
        {
            lines.Add(line);
        }

        var note = await claims.CheckpointAsync(session, cancellationToken);
        var mark = BrokerLogReader.Mark(session);
        var own = ImmutableArray.CreateBuilder<(long, ReadOnlyMemory<byte>)>();
        var scan = BrokerLogReader.Scan(folder, key, (sequence, line) =>
        {
            if (line.Span.IndexOf(mark) >= 0 && RecordReader.Read(line.Span, out var record) == RecordFailure.None && record!.Body.Session == session.ToString())
            {
                own.Add((sequence, line.ToArray()));
            }
        });
        return lines.Count + own.Count == 0
            ? throw new BrokerException(ExitCode.NotFound, $"The broker has no records of session {session}.")
            : new SessionRecords { Session = session, Claims = lines.ToImmutable(), Note = note, Own = own.ToImmutable(), Scan = scan, Key = key, RunKey = FindRunKey(own, note) };
    }

    /// <summary>Root over the instrument's first records; the empty tree's over none.</summary>
    public MerkleHash ClaimsRoot(long size) => Root(Claims.Take((int)size));

    /// <summary>Root over lines: RFC 6962 over exactly these as leaves.</summary>
    public static MerkleHash Root(IEnumerable<ReadOnlyMemory<byte>> lines)
    {
        var tree = new CompactRange();
        foreach (var line in lines)
        {
            tree.Append(MerkleHasher.Leaf(line.Span));
        }

        return tree.Root;
    }

    private static NoteKey? FindRunKey(IEnumerable<(long Sequence, ReadOnlyMemory<byte> Line)> own, ReadOnlyMemory<byte> note)
    {
        foreach (var (_, line) in own)
        {
            using var record = JsonDocument.Parse(line);
            if (record.RootElement.GetProperty("event").GetString() != BrokerEventCodes.SessionRegistered)
            {
                continue;
            }

            var hex = record.RootElement.GetProperty("data").GetProperty("logKey").GetString() ?? "";
            return hex.Length == 64 && hex.All(char.IsAsciiHexDigit) && Ed25519Public.TryImport(Convert.FromHexString(hex)) is { } key
                && SignedNote.Parse(note.Span, out var signed) == NoteFailure.None && Checkpoint.TryParse(signed!.Text, out var checkpoint)
                ? new NoteKey(checkpoint!.Origin, key)
                : null;
        }

        return null;
    }
}

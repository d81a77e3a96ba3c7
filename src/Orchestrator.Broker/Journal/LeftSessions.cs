using System.Security.Cryptography;
using System.Text;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Records;
using Orchestrator.Broker.Claims;
using Orchestrator.Domain;

namespace Orchestrator.Broker.Journal;

/// <summary>
/// Sessions that a broker left when it died: its log has their registration and no end. A broker that starts gives each its END, where the instrument's is
/// here under a checkpoint, or its MISSING END, so that none stays open for ever.
/// </summary>
internal static class LeftSessions
{
    private const string Marker = "\"event\":\"relay.";

    /// <summary>Writes what is missing.</summary>
    /// <exception cref="JournalException">It can't be written.</exception>
    public static async Task CloseAsync(BrokerJournal journal, ClaimStore claims, CancellationToken cancellationToken)
    {
        foreach (var session in Find(journal.RecordsFile))
        {
            await journal.AppendAsync(await EndOfAsync(session, claims, cancellationToken), cancellationToken);
        }
    }

    private static List<SessionNumber> Find(string records)
    {
        var open = new List<SessionNumber>();
        using var stream = new FileStream(records, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.Contains(Marker, StringComparison.Ordinal)
                || RecordReader.Read(Encoding.UTF8.GetBytes(line), out var record) != RecordFailure.None
                || !SessionNumber.TryParse(record!.Body.Session ?? "", out var session))
            {
                continue;
            }

            if (record.Body.Event == BrokerEventCodes.SessionRegistered)
            {
                open.Add(session);
            }
            else if (record.Body.Event is BrokerEventCodes.SessionEnded or BrokerEventCodes.MissingEnd)
            {
                open.Remove(session);
            }
        }

        return open;
    }

    private static async Task<BrokerObservation> EndOfAsync(SessionNumber session, ClaimStore claims, CancellationToken cancellationToken)
    {
        var (last, ended) = (-1L, false);
        await foreach (var line in claims.ReadAsync(session, cancellationToken))
        {
            last++;
            ended |= RecordReader.Read(line.Span, out var record) == RecordFailure.None && record!.Body.Event == EventCodes.SessionEnded;
        }

        var note = await claims.CheckpointAsync(session, cancellationToken);
        return ended && SignedNote.Parse(note.Span, out var parsed) == NoteFailure.None && Checkpoint.TryParse(parsed!.Text, out var checkpoint) && checkpoint!.Size > last
            ? new BrokerObservations.SessionEnded(session, last + 1, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parsed.Text))))
            : new BrokerObservations.MissingEnd(session, last);
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Verification;
using Orchestrator.Audit.Witnessing;
using Orchestrator.Broker.Claims;
using Orchestrator.Broker.Settings;
using Orchestrator.Broker.Store;
using Orchestrator.Domain;
using Orchestrator.Trust.Certificates;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;
using WitnessSignature = Orchestrator.Audit.Witnessing.Cosignature;

namespace Orchestrator.Broker.Evidence;

/// <summary>Makes one session's evidence bundle from the broker's data folder. Reads only; the broker may serve meanwhile. Nothing leaves here that a verifier would refuse.</summary>
internal sealed class BundleBuilder(DataFolder folder, BrokerStore store)
{
    private readonly ClaimStore _claims = new(store, TimeProvider.System);
    private readonly CosignatureStore _cosignatures = new(store, TimeProvider.System);
    private readonly List<string> _witnesses = [];

    /// <summary>Who signed something in the bundle that was built.</summary>
    public IReadOnlyList<BundleWitness> Witnesses { get; private set; } = [];

    /// <summary>The file's bytes.</summary>
    /// <param name="session">Which.</param>
    /// <param name="runFolder">The instrument's own folder of the run; null: without what people said.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="BrokerException">Something is missing; the sentence says what.</exception>
    public async Task<byte[]> BuildAsync(SessionNumber session, string? runFolder, CancellationToken cancellationToken)
    {
        var settings = BrokerSettings.Load(folder.Settings);
        var configuration = await File.ReadAllBytesAsync(folder.ClientConfiguration, cancellationToken);
        var root = CertificateVerifier.VerifyRoot(KeyFiles.ReadCertificate(folder.RootCertificate)).Identity
            ?? throw new BrokerException(ExitCode.DataFolder, $"{folder.RootCertificate} isn't the root's certificate. Restore it from a backup.");
        var vendor = ConfigurationLoader.Parse(configuration, root.Key.Fingerprint);
        var log = SessionInLog.Read(new LogFolder(folder.Log), new NoteKey(LogOrigin.Of(settings.Domain), vendor.BrokerLogKey), session);
        var registered = log.Records.Count > 0 && log.Records[0].Record.Body.Event == EventCodes.RelayRegistered
            ? log.Records[0].Record.Body.Data.Read()
            : throw new BrokerException(ExitCode.NotFound, $"The broker's signed log has no session {session}.");
        var logKey = LogKey(registered, session);
        var notes = await NotesAsync(session, logKey, cancellationToken);
        var records = await RecordsAsync(session, notes[^1].Checkpoint.Size, cancellationToken);
        var head = await HeadAsync(log, notes[^1].Checkpoint, cancellationToken);
        var tickets = await TicketsAsync(session, records, cancellationToken);
        var bundle = new EvidenceBundle
        {
            Session = session.ToString(),
            Configuration = configuration,
            Certificates = [.. tickets.Select(t => t.Certificate).DistinctBy(c => Convert.ToHexString(c.Span))],
            Tickets = [.. tickets.Select(t => t.Ticket)],
            Instrument = new InstrumentEvidence(
                logKey.ToString(),
                Convert.FromBase64String(registered.GetProperty("binding").GetString()!),
                [.. await CosignedAsync(notes, cancellationToken)],
                records,
                runFolder is null ? [] : RunFolder.Texts(runFolder, records)),
            Broker = new BrokerEvidencePart((await CosignedAsync([head], cancellationToken))[0], Records(log, head.Checkpoint.Size), Consistency(log, records, head.Checkpoint)),
            Witnesses = [.. _witnesses],
        };
        var file = Checked(BundleWriter.Write(bundle), root.Key.Fingerprint);
        Witnesses = [.. _witnesses.Select(key => new BundleWitness(key, Satisfies(file, root.Key.Fingerprint, key)))];
        return file;
    }

    private static bool Satisfies(byte[] file, KeyFingerprint root, string witness) =>
        WitnessKey.TryParse(witness, out var key) && BundleVerifier.Verify(file, new BundleTrust(root, [key])).Fault is null;

    private static byte[] Checked(byte[] file, KeyFingerprint root) => BundleVerifier.Verify(file, new BundleTrust(root, [])).Fault is { } fault
        ? throw new BrokerException(ExitCode.Refused, $"No bundle can be made of this session: {fault.Sentence} ({fault.Code}, {fault.Place})")
        : file;

    private static NoteKey LogKey(JsonElement registered, SessionNumber session)
    {
        var complete = registered.TryGetProperty("binding", out _) && registered.TryGetProperty("origin", out _);
        return complete && Ed25519Public.TryImport(Convert.FromHexString(registered.GetProperty("logKey").GetString()!)) is { } key && registered.GetProperty("origin").GetString() is { } origin && NoteKey.IsAllowedName(origin)
            ? new NoteKey(origin, key)
            : throw new BrokerException(ExitCode.Refused, $"Session {session} is from before this broker kept what a bundle needs. Verify its logs with `orchestrator-verify LOGDIR`.");
    }

    private async Task<List<SignedCheckpoint>> NotesAsync(SessionNumber session, NoteKey key, CancellationToken cancellationToken)
    {
        var notes = new List<SignedCheckpoint>();
        foreach (var note in new[] { await _claims.FirstCheckpointAsync(session, cancellationToken), await _claims.CheckpointAsync(session, cancellationToken) })
        {
            if (SignedCheckpoint.Verify(note.Span, key, out var signed) != NoteFailure.None)
            {
                throw new BrokerException(ExitCode.Refused, $"The broker has no checkpoint of session {session}'s log that its key signed: nothing of it would be proven.");
            }

            if (notes.Count == 0 || notes[^1].Checkpoint.Size < signed!.Checkpoint.Size)
            {
                notes.Add(signed!);
            }
        }

        return notes;
    }

    private async Task<ImmutableArray<ReadOnlyMemory<byte>>> RecordsAsync(SessionNumber session, long size, CancellationToken cancellationToken)
    {
        var records = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        await foreach (var line in _claims.ReadAsync(session, cancellationToken))
        {
            if (records.Count < size)
            {
                records.Add(line);
            }
        }

        return records.ToImmutable();
    }

    /// <summary>Of the checkpoints over the whole session the newest that the session's own witnesses signed; else the newest.</summary>
    private async Task<SignedCheckpoint> HeadAsync(SessionInLog log, Checkpoint last, CancellationToken cancellationToken)
    {
        var closing = log.Records.LastOrDefault(r => ClosingCodes.Has(r.Record.Body.Event)).Record
            ?? throw new BrokerException(ExitCode.Refused, "The session isn't over, or its end isn't signed yet. Try again in half a minute.");
        var newest = log.Checkpoints[^1];
        var witnesses = (await _cosignatures.FindAsync(last.Origin, last.Size, cancellationToken)).Select(c => c.WitnessKey).ToList();
        var cosigned = await _cosignatures.SizesAsync(newest.Checkpoint.Origin, closing.Sequence + 1, witnesses, cancellationToken);
        return cosigned.Select(size => log.Checkpoints.LastOrDefault(c => c.Checkpoint.Size == size)).FirstOrDefault(c => c is not null) ?? newest;
    }

    private async Task<List<IssuedTicket>> TicketsAsync(SessionNumber session, IEnumerable<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken)
    {
        var kept = await new IssuedTickets(store, TimeProvider.System).OfAsync(session, cancellationToken);
        var tickets = new List<IssuedTicket>();
        foreach (var line in records)
        {
            if (RecordReader.Read(line.Span, out var record) == RecordFailure.None && SessionEventCodec.Read(record!, NoTexts.Instance, out var happened) == RecordFailure.None
                && happened is SessionEvents.TechnicianJoined joined)
            {
                tickets.Add(kept.FirstOrDefault(t => t.Id == joined.Technician.TicketId)
                    ?? throw new BrokerException(ExitCode.Refused, $"The broker never gave the ticket that record {record!.Sequence} of session {session} names."));
            }
        }

        return tickets;
    }

    private static ImmutableArray<BrokerRecord> Records(SessionInLog log, long size) =>
        [.. log.Records.Where(r => r.Record.Sequence < size).Select(r => new BrokerRecord(r.Record.Sequence, r.Line, [.. log.Tree.InclusionProof(r.Record.Sequence, size)]))];

    private static ImmutableArray<ConsistencyProof> Consistency(SessionInLog log, IEnumerable<ReadOnlyMemory<byte>> records, Checkpoint head)
    {
        var sizes = new SortedSet<long>();
        foreach (var line in records)
        {
            if (RecordReader.Read(line.Span, out var record) == RecordFailure.None && record!.Body.Event == EventCodes.PeerCheckpoint
                && record.Body.Data.Read() is var data && data.GetProperty("origin").ValueEquals(head.Origin))
            {
                sizes.Add(data.GetProperty("size").GetInt64());
            }
        }

        return sizes.Count > 0 && sizes.Max > head.Size
            ? throw new BrokerException(ExitCode.Refused, string.Create(CultureInfo.InvariantCulture, $"The instrument saw {sizes.Max} records of the broker's log, which has {head.Size} signed ones. Try again in half a minute; else the log was cut back."))
            : [.. sizes.Select(size => new ConsistencyProof(size, [.. log.Tree.ConsistencyProof(size, head.Size)]))];
    }

    private async Task<List<ReadOnlyMemory<byte>>> CosignedAsync(IReadOnlyList<SignedCheckpoint> notes, CancellationToken cancellationToken)
    {
        var cosigned = new List<ReadOnlyMemory<byte>>();
        foreach (var signed in notes)
        {
            _ = SignedNote.Parse(signed.Note.Span, out var note);
            var lines = note!.Signatures.Take(1).ToList();
            foreach (var kept in await _cosignatures.FindAsync(signed.Checkpoint.Origin, signed.Checkpoint.Size, cancellationToken))
            {
                // Over another root of the same size it isn't about this checkpoint.
                if (WitnessKey.TryParse(kept.WitnessKey, out var key) && NoteSignature.TryParse(kept.Line) is { } line && WitnessSignature.Verify(note.Text, line, key) is not null)
                {
                    lines.Add(line);
                    if (!_witnesses.Contains(kept.WitnessKey))
                    {
                        _witnesses.Add(kept.WitnessKey);
                    }
                }
            }

            cosigned.Add(new SignedNote(note.Text, lines).ToBytes());
        }

        return cosigned;
    }
}

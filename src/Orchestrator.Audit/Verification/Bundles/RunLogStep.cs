using System.Globalization;
using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Audit.Records;
using Orchestrator.Trust.Encoding;
using Orchestrator.Trust.Primitives;
using static Orchestrator.Audit.Bundles.BundleCodes;

namespace Orchestrator.Audit.Verification;

/// <summary>The instrument's log: its key's name, its records, its checkpoints over all of them, and the run's key that stands for the log's.</summary>
internal static class RunLogStep
{
    /// <summary>A clock that can't be set goes on; two records that were stamped at once may lie the other way round.</summary>
    private const long BackwardsMicroseconds = 5_000_000;

    private const long BackwardsMilliseconds = 5_000;

    public static void CheckKey(BundleFacts facts)
    {
        if (!NoteKey.TryParse(facts.Bundle.Instrument.LogKey, out var key) || key.Name.Split("/run/") is not [var domain, { Length: 32 } id] || !id.All(char.IsAsciiHexDigitLower))
            throw new BundleFaultException(BundleCodes.LogKey, "instrument.logKey", "It isn't the verifier key of a run's log.");
        if (!facts.Configuration.BrokerNames.Contains(domain))
            throw new BundleFaultException(BundleCodes.LogKey, "instrument.logKey", "The log is one of a broker that the vendor's configuration doesn't name.");
        (facts.LogKey, facts.Domain, facts.RunId) = (key, domain, id);
    }

    public static void CheckRecords(BundleFacts facts)
    {
        var lines = facts.Bundle.Instrument.Records;
        facts.Records = new AuditRecord[lines.Length];
        for (var i = 0; i < lines.Length; i++)
            facts.Records[i] = Read(lines[i], i, BundleCodes.Record, BundleFacts.RecordPlace(i));
        if (lines.Length == 0 || facts.Records[0].Body.Event != EventCodes.RunStarted || Word(facts.Records[0], "run") != facts.RunId)
            throw new BundleFaultException(BundleCodes.Record, BundleFacts.RecordPlace(0), "The first record isn't the beginning of this run's log.");
    }

    public static void CheckSession(BundleFacts facts)
    {
        foreach (var record in facts.Records)
        {
            if (record.Body.Session is { } session && session != facts.Bundle.Session)
                throw new BundleFaultException(BundleCodes.Session, BundleFacts.RecordPlace(record.Sequence), $"Record {record.Sequence} is one of another session.");
        }

        var starts = facts.Records.Where(record => record.Body.Event == EventCodes.SessionStarted).ToList();
        if (starts.Count != 1)
            throw new BundleFaultException(BundleCodes.Session, "instrument.records", $"There should be one START; there are {starts.Count}.");
        facts.Started = starts[0];
        if (!facts.Started.Body.Data.Read().TryGetProperty("number", out var number) || number.GetRawText() != facts.Bundle.Session || facts.Started.Body.Session != facts.Bundle.Session)
            throw new BundleFaultException(BundleCodes.Session, BundleFacts.RecordPlace(facts.Started.Sequence), "The START is one of another session.");
    }

    public static void CheckTime(BundleFacts facts)
    {
        var (latest, before) = (0L, long.MinValue / 2);
        foreach (var record in facts.Records)
        {
            var when = record.When;
            var hasJumped = record.Body.Event == EventCodes.ClockJumped;
            if (when.MonotonicMicroseconds < latest - BackwardsMicroseconds || (!hasJumped && when.UtcMilliseconds < before - BackwardsMilliseconds))
                throw new BundleFaultException(BundleCodes.Time, BundleFacts.RecordPlace(record.Sequence), $"At record {record.Sequence} time goes backwards, and no record says that the clock was set.");
            latest = Math.Max(latest, when.MonotonicMicroseconds);
            before = when.UtcMilliseconds;
        }
    }

    public static void CheckCheckpoints(BundleFacts facts)
    {
        var notes = facts.Bundle.Instrument.Checkpoints;
        for (var i = 0; i < notes.Length; i++)
            facts.Checkpoints.Add(NoteReading.Read(notes[i], facts.LogKey, BundleCodes.Checkpoint, string.Create(CultureInfo.InvariantCulture, $"instrument.checkpoints[{i}]")));
        var tree = new CompactRange();
        var next = 0;
        foreach (var line in facts.Bundle.Instrument.Records)
        {
            tree.Append(MerkleHasher.Leaf(line.Span));
            if (next < facts.Checkpoints.Count && facts.Checkpoints[next].Checkpoint.Size == tree.Size)
                RequireRoot(facts.Checkpoints[next++], tree.Root);
        }

        if (next < facts.Checkpoints.Count)
            throw new BundleFaultException(BundleCodes.Checkpoint, facts.Checkpoints[next].Place, $"The checkpoint is over {facts.Checkpoints[next].Checkpoint.Size} records: they aren't all here, or its place is another.");
        if (next == 0 || facts.Checkpoints[^1].Checkpoint.Size != tree.Size)
            throw new BundleFaultException(BundleCodes.Checkpoint, "instrument.checkpoints", $"No checkpoint covers all {tree.Size} records.");
    }

    public static void CheckBinding(BundleFacts facts)
    {
        const string place = "instrument.binding";
        var key = RunKey(facts.Started);
        if (key is null)
            throw new BundleFaultException(BundleCodes.Binding, BundleFacts.RecordPlace(facts.Started.Sequence), "The START names no run key that can be used, or another than the instrument's.");
        if (!key.Verify(LogKeyContext, facts.LogKey.PublicKey.Bytes.Span, facts.Bundle.Instrument.Binding.Span))
            throw new BundleFaultException(BundleCodes.Binding, place, "The run's key didn't sign this log's key.");
        facts.RunKey = key;
    }

    /// <summary>Context in which the run's RSA key signs the 32 bytes of its log key.</summary>
    private const string LogKeyContext = "log key";

    /// <summary>A line as a record that stands at this place of its log.</summary>
    internal static AuditRecord Read(ReadOnlyMemory<byte> line, long sequence, string code, string place)
    {
        var failure = RecordReader.Read(line.Span, out var record);
        if (failure == RecordFailure.NewerSchema)
            throw new BundleFaultException(NewerFormat, place, "The record was written by a newer program; this one can't read it. Get the newer program.");
        if (failure != RecordFailure.None)
            throw new BundleFaultException(code, place, $"It isn't written as a record is ({failure}).");
        if (record!.Sequence != sequence)
            throw new BundleFaultException(code, place, $"Here should stand record {sequence} of its log; it is record {record.Sequence}.");
        return record;
    }

    /// <summary>A text in a record's own fields; empty where there is none.</summary>
    internal static string Word(AuditRecord record, string name)
    {
        try
        {
            return record.Body.Data.Read().TryGetProperty(name, out var value) && value.ValueKind == System.Text.Json.JsonValueKind.String ? value.GetString()! : "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private static RsaPublic? RunKey(AuditRecord started) =>
        StrictBase64.TryRead(Word(started, "runKey")) is { } spki
            && RsaPublic.TryImport(spki, out var key, out _)
            && started.Body.Data.Read().TryGetProperty("instrument", out var instrument)
            && instrument.ValueKind == System.Text.Json.JsonValueKind.Object
            && instrument.TryGetProperty("key", out var fingerprint)
            && fingerprint.ValueEquals(key.Fingerprint.Hex)
            ? key
            : null;

    private static void RequireRoot(BundleNote note, MerkleHash root)
    {
        if (note.Checkpoint.Root != root)
            throw new BundleFaultException(BundleCodes.Checkpoint, note.Place, $"The first {note.Checkpoint.Size} records aren't those that were signed: one was changed, left out, added or moved.");
    }
}

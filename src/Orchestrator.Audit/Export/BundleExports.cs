using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Verification;

namespace Orchestrator.Audit.Export;

/// <summary>Exports of evidence bundles. Nothing of one that isn't proven goes on paper, where nobody could check it again.</summary>
public static class BundleExports
{
    /// <summary>Verifies a bundle, and describes what it proves.</summary>
    /// <param name="file">The bundle.</param>
    /// <param name="trust">Whom the auditor trusts.</param>
    /// <param name="madeBy">Program and version.</param>
    /// <param name="now">When.</param>
    /// <returns>The verdict, and the export where it is good.</returns>
    public static (BundleVerdict Verdict, SessionExport? Export) OfFile(ReadOnlyMemory<byte> file, BundleTrust trust, string madeBy, DateTimeOffset now)
    {
        var verdict = BundleVerifier.Verify(file, trust);
        if (verdict.Proof is not { } proof)
            return (verdict, null);
        var bundle = BundleReader.Read(file, ContainerChecks.All);
        return (verdict, SessionExport.Of(proof.Session, madeBy, now, [Instrument(bundle, proof), Broker(bundle, proof)]));
    }

    private static ExportedLog Instrument(EvidenceBundle bundle, BundleProof proof)
    {
        var lines = bundle.Instrument.Records;
        return new ExportedLog
        {
            Id = "instrument",
            Title = "The instrument's own log",
            Origin = Origin(proof.Keys.RunLog),
            Proof = new ExportedProof(
                true,
                proof.Keys.RunLog,
                string.Create(CultureInfo.InvariantCulture, $"All {lines.Length} records are as the log's key signed them; that key goes back to the vendor's root {proof.Keys.Root}. {proof.Counts.Receipts} answers of the operator were checked word by word."),
                [.. proof.Differences, .. Limits(proof)]),
            Lines = lines,
            RecordsInLog = lines.Length,
            Texts = bundle.Instrument.Texts.IsEmpty ? null : new BundleTexts(Texts(bundle)),
        };
    }

    /// <summary>What people said to the broker isn't in a bundle.</summary>
    private static ExportedLog Broker(EvidenceBundle bundle, BundleProof proof)
    {
        var lines = bundle.Broker.Records.Select(one => one.Record).ToImmutableArray();
        return new ExportedLog
        {
            Id = "broker",
            Title = "The broker's own log, records of this session",
            Origin = Origin(proof.Keys.BrokerLog),
            Proof = new ExportedProof(
                true,
                proof.Keys.BrokerLog,
                string.Create(CultureInfo.InvariantCulture, $"Each of the {lines.Length} records stands in the log that its key signed, and none between them is left out; whether there are later ones isn't proven."),
                []),
            Lines = lines,
            RecordsInLog = lines.Length,
        };
    }

    /// <summary>What a reader of the page might take for proven.</summary>
    private static IEnumerable<Finding> Limits(BundleProof proof)
    {
        foreach (var witness in proof.Witnesses)
        {
            var whose = witness.IsTrusted ? "The auditor's witness" : "A witness that the auditor didn't name";
            yield return Note("witness", $"{whose} {witness.Key} signed {witness.Checkpoint} ({witness.Size} records) at {witness.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.");
        }

        if (!proof.Witnesses.Any(witness => witness.IsTrusted))
            yield return Note("no-witness", $"All keys follow from the vendor's root; that the vendor didn't invent this session would take a witness of the auditor's own.");
        yield return Note("clocks", $"Each time is what the clock of its computer said.");
        if (proof.Counts.Missing > 0)
            yield return Note("texts-missing", $"{proof.Counts.Missing} texts (names, reasons, receipts) aren't in the bundle: they were erased, or weren't at hand. Only their commitments are proven.");
    }

    private static Finding Note(string code, FormattableString sentence) => new(FindingSeverity.Note, code, sentence.ToString(CultureInfo.InvariantCulture));

    private static Dictionary<string, string> Texts(EvidenceBundle bundle)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in bundle.Instrument.Texts)
        {
            var text = Encoding.UTF8.GetString(one.Text.Span);
            texts[TextCommitment.Compute(one.Salt.Span, text)] = text;
        }

        return texts;
    }

    /// <summary>The name in a verifier key.</summary>
    private static string Origin(string key) => key[..key.IndexOf('+', StringComparison.Ordinal)];
}

using System.Globalization;
using System.Text;
using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Records;
using Orchestrator.Audit.Verification.Receipts;

namespace Orchestrator.Audit.Verification;

/// <summary>What people said, as far as it is here: the records committed to it; and what they signed says what the records around it say.</summary>
internal static class TextStep
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Check(BundleFacts facts)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var places = facts.Bundle.Instrument.Texts.IsEmpty ? [] : Places(facts);
        var last = -1;
        for (var i = 0; i < facts.Bundle.Instrument.Texts.Length; i++)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"instrument.texts[{i}]");
            var text = facts.Bundle.Instrument.Texts[i];
            var words = Decode(text.Text, place);
            var commitment = TextCommitment.Compute(text.Salt.Span, words);
            if (!places.TryGetValue(commitment, out var at))
                throw Fault(place, "No record committed to this text: it was changed, or belongs elsewhere.");
            if (at <= last)
                throw Fault(place, "The text stands twice, or not in its order.");
            last = at;
            texts[commitment] = words;
        }

        facts.Texts = new BundleTexts(texts);
    }

    public static void CheckReceipts(BundleFacts facts)
    {
        facts.Receipts = new ReceiptChecks(facts.Texts);
        foreach (var record in facts.Records)
        {
            if (facts.Receipts.See(record).FirstOrDefault() is { } finding)
                throw new BundleFaultException(BundleCodes.Receipt, BundleFacts.RecordPlace(record.Sequence), $"{finding.Sentence} ({finding.Code})");
        }
    }

    private static Dictionary<string, int> Places(BundleFacts facts)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var shape in facts.Bundle.Instrument.Records.SelectMany(BundleTexts.ShapesIn))
            places.TryAdd(shape, places.Count);
        return places;
    }

    private static string Decode(ReadOnlyMemory<byte> utf8, string place)
    {
        try
        {
            var text = Strict.GetString(utf8.Span);
            return text.Length <= ErasableTexts.EvidenceCharacters ? text : throw Fault(place, "The text is longer than one may be.");
        }
        catch (DecoderFallbackException)
        {
            throw Fault(place, "The text isn't UTF-8.");
        }
    }

    private static BundleFaultException Fault(string place, string sentence) => new(BundleCodes.Text, place, sentence);
}

using System.Globalization;
using System.Text;
using Orchestrator.Audit.Receipts;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using Orchestrator.Trust.Encoding;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Audit.Verification.Receipts;

/// <summary>
/// Checks every signed ask and every receipt whose text is still there: commitment (with the texts), signature, and that it says what the records around it
/// say. Records come in their order.
/// </summary>
internal sealed class ReceiptChecks(ITextVault texts)
{
    private readonly Dictionary<string, SessionFacts> _sessions = new(StringComparer.Ordinal);
    private readonly List<string> _erased = [];

    /// <summary>Receipts whose text is there.</summary>
    public int Checked { get; private set; }

    /// <summary>Receipts and signed asks whose text isn't there any more.</summary>
    public int Erased => _erased.Count;

    /// <summary>Findings about one record.</summary>
    public IEnumerable<Finding> See(AuditRecord record)
    {
        if (record.Body.Session is not { } session || !SessionFacts.Codes.Contains(record.Body.Event))
            return [];
        if (record.Body.Event is EventCodes.GrantGiven or EventCodes.GrantRenewed && !record.Body.Data.Read().TryGetProperty("receipt", out _))
            return [Error(record, "receipt-missing", "allows something and names no receipt.")];
        if (SessionEventCodec.Read(record, texts, out var happened) != RecordFailure.None || happened is null)
            return [Error(record, "event-fields", $"is a {record.Body.Event} without the fields that it needs.")];
        if (!_sessions.TryGetValue(session, out var facts))
            _sessions[session] = facts = new SessionFacts();
        return [.. Learn(record, happened, facts), .. Check(record, happened, facts)];
    }

    /// <summary>What is worth saying about the whole: what was erased, so that nobody takes it for checked.</summary>
    public IEnumerable<Finding> Finish() => _erased.Count == 0
        ? []
        : [new Finding(FindingSeverity.Note, "evidence-erased", $"The texts of these aren't here any more, so only their commitments are proven: {string.Join(", ", _erased)}.")];

    private static IEnumerable<Finding> Learn(AuditRecord record, SessionEvent happened, SessionFacts facts) => facts.Learn(happened, record)
        ? []
        : [Error(record, "run-key", "names a run key that is none, or not the instrument's.")];

    private IEnumerable<Finding> Check(AuditRecord record, SessionEvent happened, SessionFacts facts) => happened switch
    {
        Asked e => CheckAsk(record, e, facts),
        Granted e => [.. CheckGrant(record, e.Ask, e.AskSha256, facts), .. CheckReceipt(record, e, e.Ask, e.Receipt, facts)],
        Renewed e => [.. CheckGrant(record, e.Ask, e.AskSha256, facts), .. CheckReceipt(record, e, e.Ask, e.Receipt, facts)],
        AskEnded { Receipt: { } receipt } e => CheckReceipt(record, e, e.Ask, receipt, facts),
        FileAccepted e => CheckFile(record, e, facts),
        _ => [],
    };

    private IEnumerable<Finding> CheckAsk(AuditRecord record, Asked asked, SessionFacts facts)
    {
        if (asked.Signed is not { } signed)
            return asked.By == Party.Technician ? [Error(record, "ask-unsigned", "is a technician's question and keeps no signature of it.")] : [];
        if (signed.Text.Length == 0)
        {
            Erase($"question {asked.Ask}");
            return [];
        }

        return AskCheck.Flaw(record, asked, signed, facts) is { } flaw ? [Error(record, "ask-signature", flaw)] : [];
    }

    private static IEnumerable<Finding> CheckGrant(AuditRecord record, AskId ask, string sha256, SessionFacts facts) =>
        facts.QuestionOf(ask) is { } question && sha256 == (question.Asked.Signed?.Sha256 ?? "")
            ? []
            : [Error(record, "ask-differs", $"answers question {ask} and names another ask than the one that was made.")];

    private IEnumerable<Finding> CheckReceipt(AuditRecord record, SessionEvent answer, AskId ask, Receipt evidence, SessionFacts facts)
    {
        if (evidence.Line.Length == 0)
        {
            Erase($"receipt of question {ask}");
            return [];
        }

        Checked++;
        if (!IsSigned(evidence, facts))
            return [Error(record, "receipt-signature", $"has a receipt of question {ask} that the run's key didn't sign.")];
        if (!ConsentReceiptCodec.TryRead(evidence.Line, out var receipt))
            return [Error(record, "receipt-unreadable", $"has a receipt of question {ask} that isn't written as a receipt is.")];
        if (facts.QuestionOf(ask) is { } question)
            question.Receipt = receipt;
        var differences = new ReceiptCheck(receipt, record, answer, ask, facts).Differences();
        return differences.Count == 0 ? [] : [Differs(record, ask, differences)];
    }

    /// <summary>The record of the file comes behind the receipt's.</summary>
    private static IEnumerable<Finding> CheckFile(AuditRecord record, FileAccepted accepted, SessionFacts facts)
    {
        if (facts.QuestionOf(accepted.Channel) is not { Receipt: { } receipt })
            return [];
        List<string> differences = [];
        if (receipt.File is not { } file || file with { Name = RecordData.Text(file.Name) } != accepted.File)
            differences.Add("file");
        if (RecordData.Text(receipt.Path ?? "") != accepted.Path)
            differences.Add("path");
        return differences.Count == 0 ? [] : [Differs(record, receipt.Ask, differences)];
    }

    private static bool IsSigned(Receipt evidence, SessionFacts facts) =>
        facts.RunKey is { } key
        && StrictBase64.TryRead(evidence.Signature) is { } signature
        && key.Verify(ConsentReceipt.Context, Encoding.UTF8.GetBytes(evidence.Line), signature);

    private void Erase(string what) => _erased.Add(what);

    private static Finding Differs(AuditRecord record, AskId ask, IReadOnlyList<string> fields) =>
        Error(record, "receipt-differs", $"has a receipt of question {ask} that says otherwise than the records around it: {string.Join(", ", fields)}.");

    private static Finding Error(AuditRecord record, string code, string sentence) =>
        new(FindingSeverity.Error, code, string.Create(CultureInfo.InvariantCulture, $"Record {record.Sequence} {sentence}"), record.Sequence);
}

using System.Security.Cryptography;
using System.Text;
using Orchestrator.Audit.Receipts;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Audit.Verification.Receipts;

/// <summary>Holds one receipt against the records around it, field by field. Its signature is proven before.</summary>
internal sealed class ReceiptCheck(ConsentReceipt receipt, AuditRecord record, SessionEvent answer, AskId ask, SessionFacts facts)
{
    private readonly Question? _question = facts.QuestionOf(ask);

    /// <summary>Names of the fields that don't agree.</summary>
    public IReadOnlyList<string> Differences() =>
        [.. Fields().Concat(Question()).Concat(People()).Concat(Time()).Where(field => !field.Agrees).Select(field => field.Name)];

    private IEnumerable<(string Name, bool Agrees)> Fields()
    {
        yield return ("nonce", receipt.Nonce.Length == 2 * ConsentReceipt.NonceBytes && receipt.Nonce.All(char.IsAsciiHexDigitLower));
        yield return ("session", receipt.Session == record.Body.Session);
        yield return ("transcript", receipt.Transcript == facts.Joined?.TranscriptHash);
        yield return ("ticket", receipt.Ticket == record.Body.Ticket && receipt.Ticket == facts.Joined?.Technician.TicketId);
        yield return ("text", Prompt() is not { } prompt || prompt == Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(receipt.Text))));
        yield return ("language", receipt.Language == "en");
        yield return ("answer", IsAnswer());
        yield return ("sas", receipt.SasResult == ConsentReceipt.SasMatched && facts.SasMatched);
        yield return ("policy", receipt.Policy == facts.Joined?.Terms.Policy.Sha256);
    }

    private IEnumerable<(string Name, bool Agrees)> Question()
    {
        var asked = _question?.Asked;
        yield return ("ask", asked is not null && receipt.Ask == ask);
        yield return ("askSha256", receipt.AskSha256 == (asked?.Signed?.Sha256 ?? ""));
        yield return ("capability", receipt.Capability == asked?.Capability);
        yield return ("minutes", receipt.Minutes == asked?.Minutes);
        yield return ("renews", receipt.Renews == asked?.Renews);
        yield return ("file", receipt.Answer == ConsentReceipt.Allowed ? receipt.File is null == asked?.File is null : Clipped(receipt.File) == asked?.File);
        yield return ("replaces", !receipt.Replaces || receipt.Path is not null);
        yield return ("path", receipt.Path is null != (receipt.Answer == ConsentReceipt.Allowed && receipt.Capability.IsOneFile()));
    }

    private IEnumerable<(string Name, bool Agrees)> People()
    {
        var joined = facts.Joined?.Technician;
        yield return ("technician", joined is not null && receipt.Technician == new ReceiptTechnician(joined.Account, joined.PrintedName, joined.Organisation, joined.KeyFingerprint));
        yield return ("operator", facts.IsOperator(receipt.Operator));
    }

    /// <summary>The answer lies between the question and its record; what the clock said of itself is what it said there.</summary>
    private IEnumerable<(string Name, bool Agrees)> Time()
    {
        var (first, then, last) = (_question?.When ?? record.When, receipt.When, record.When);
        var slack = (long)RecordClock.JumpTolerance.TotalMilliseconds;
        var jumped = last.Clock == ClockStates.Jumped && first.Clock != ClockStates.Jumped;
        yield return ("monotonic", then.MonotonicMicroseconds >= first.MonotonicMicroseconds && then.MonotonicMicroseconds <= last.MonotonicMicroseconds);
        yield return ("at", jumped || (then.UtcMilliseconds >= first.UtcMilliseconds - slack && then.UtcMilliseconds <= last.UtcMilliseconds + slack));
        yield return ("offset", then.OffsetMinutes == first.OffsetMinutes || then.OffsetMinutes == last.OffsetMinutes);
        yield return ("clock", then.Clock == first.Clock || then.Clock == last.Clock);
    }

    private string? Prompt() => answer switch
    {
        Granted e => e.PromptSha256,
        Renewed e => e.PromptSha256,
        _ => null,
    };

    /// <summary>A yes that came to nothing is a yes all the same; every other receipt says the outcome.</summary>
    private bool IsAnswer() => answer switch
    {
        Granted or Renewed => receipt.Answer == ConsentReceipt.Allowed,
        AskEnded { Outcome: AskOutcome.NoLongerPossible or AskOutcome.OperatorAway or AskOutcome.FileNotAllowed } when receipt.Answer == ConsentReceipt.Allowed => true,
        AskEnded e => receipt.Answer == ConsentReceiptCodec.Word(e.Outcome),
        _ => false,
    };

    private static FileOffer? Clipped(FileOffer? file) => file is null ? null : file with { Name = RecordData.Text(file.Name) };
}

using System.Text;
using Orchestrator.Actors.Consents;
using Orchestrator.Audit.Log;
using Orchestrator.Audit.Receipts;
using Orchestrator.Domain;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.QuickSupport.Journal;

/// <summary>
/// Makes receipts: what was shown and pressed, with the people and the clock of this run's log, signed by the run's RSA key. What doesn't fit whole isn't
/// signed at all.
/// </summary>
internal sealed class ConsentReceipts(RsaIdentity run, RecordLog log, JournalPeople people, IRandomSource random) : IConsentReceipts
{
    // The prompts are written in one language so far.
    private const string Language = "en";

    /// <inheritdoc/>
    public Task<Receipt> SignAsync(AnsweredPrompt answered, CancellationToken cancellationToken)
    {
        // The moment of the answer is now; the signature takes a few milliseconds, off the caller's thread.
        var when = log.Clock.Peek();
        return Task.Run(
            () =>
            {
                var line = ConsentReceiptCodec.Write(Describe(answered, when));
                return new Receipt(line, Convert.ToBase64String(run.Sign(ConsentReceipt.Context, Encoding.UTF8.GetBytes(line))));
            },
            cancellationToken);
    }

    private ConsentReceipt Describe(AnsweredPrompt answered, Audit.Records.RecordStamp when)
    {
        var (state, ask) = (answered.State, answered.Ask);
        var technician = state.Technician ?? throw new InvalidOperationException("An answer before a technician joined.");
        var yes = answered.Answer as PromptAnswer.Allowed;
        return new ConsentReceipt
        {
            Nonce = Nonce(),
            Session = people.Session,
            Transcript = people.Transcript,
            Ticket = technician.TicketId,
            Ask = ask.Id,
            AskSha256 = ask.SignedSha256,
            Capability = ask.Capability,
            Minutes = ask.Minutes,
            File = yes is null ? ask.File : yes.File,
            Path = yes?.Path,
            Replaces = yes is { Replaces: true },
            Renews = ask.Renews,
            Text = answered.Text,
            Language = Language,
            Answer = AnswerOf(answered.Answer),
            SasResult = state.SasMatched ? ConsentReceipt.SasMatched : throw new InvalidOperationException("An answer before the digits matched."),
            Policy = state.Terms?.Policy.Sha256 ?? throw new InvalidOperationException("An answer before there was a ticket."),
            Technician = new ReceiptTechnician(technician.Account, technician.PrintedName, technician.Organisation, technician.KeyFingerprint),
            Operator = new ReceiptOperator(people.StatedName, people.OsAccount),
            When = when,
        };
    }

    private static string AnswerOf(PromptAnswer answer) => answer switch
    {
        PromptAnswer.Allowed => ConsentReceipt.Allowed,
        PromptAnswer.Refused no => ConsentReceiptCodec.Word(no.Outcome),
        _ => throw new InvalidOperationException("Nobody answered."),
    };

    private string Nonce()
    {
        var nonce = new byte[ConsentReceipt.NonceBytes];
        random.Fill(nonce);
        return Convert.ToHexStringLower(nonce);
    }
}

using Orchestrator.Domain;

namespace Orchestrator.Actors.Consents;

/// <summary>Makes the receipt of an answer, signed by the run's key. The evidence log knows the rest: people, clock, policy.</summary>
public interface IConsentReceipts
{
    /// <summary>
    /// Signs what was shown and what was pressed, as of now. A throw means that there is no receipt, and then the answer is no. It may take some
    /// milliseconds; callable from any thread.
    /// </summary>
    Task<Receipt> SignAsync(AnsweredPrompt answered, CancellationToken cancellationToken);
}

/// <summary>One answer at one prompt.</summary>
/// <param name="State">The session as it was when the prompt was opened: number, technician, digits.</param>
/// <param name="Ask">What was asked.</param>
/// <param name="Text">What was shown, exactly.</param>
/// <param name="Answer">What was pressed.</param>
public sealed record AnsweredPrompt(SessionState State, PendingAsk Ask, string Text, PromptAnswer Answer);

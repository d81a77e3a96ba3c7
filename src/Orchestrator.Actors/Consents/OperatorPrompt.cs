using System.Security.Cryptography;
using System.Text;
using Orchestrator.Domain;

namespace Orchestrator.Actors.Consents;

/// <summary>What the operator is asked, word for word. Who comes from certificate and ticket, never from a message.</summary>
public sealed record OperatorPrompt(AskId Ask, Capability Capability, Technician Technician, int Minutes, string Reason, FileOffer? File, bool IsRenewal, string Text)
{
    /// <summary>What may be moved, for a capability that moves files: the face plans within it, and the session refuses what lies outside.</summary>
    public required FileLimits Files { get; init; }

    /// <summary>SHA-256 of the exact text, for the grant's record; lower-case hex.</summary>
    public string TextSha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
}

/// <summary>What the operator answered.</summary>
public abstract record PromptAnswer
{
    /// <summary>Yes. For a file, what exactly, where, and whether it was said that it replaces another.</summary>
    public sealed record Allowed(FileOffer? File = null, string? Path = null, bool Replaces = false) : PromptAnswer;

    /// <summary>No, with the outcome to record.</summary>
    public sealed record Refused(AskOutcome Outcome = AskOutcome.Refused) : PromptAnswer;

    /// <summary>No, and nobody answered: nothing was shown, or it went away before a key counted. There is no receipt, for there is no answer.</summary>
    public sealed record Unanswered(AskOutcome Outcome) : PromptAnswer;
}

/// <summary>The operator's face, as the consent actors need it.</summary>
public interface IOperatorPrompts
{
    /// <summary>
    /// Shows one prompt and waits for the answer. Discards everything typed before. The answer is a code drawn for this prompt, never Enter or y.
    /// Cancellation closes the prompt within 250 ms. A throw means no.
    /// </summary>
    Task<PromptAnswer> AskAsync(OperatorPrompt prompt, CancellationToken cancellationToken);
}

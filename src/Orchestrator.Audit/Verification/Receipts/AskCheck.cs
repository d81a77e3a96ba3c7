using Orchestrator.Audit.Receipts;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Audit.Verification.Receipts;

/// <summary>Holds a question's record against what the technician's key signed.</summary>
internal static class AskCheck
{
    /// <summary>What is wrong, as the rest of a sentence; null when nothing is.</summary>
    public static string? Flaw(AuditRecord record, Asked asked, SignedAsk signed, SessionFacts facts)
    {
        if (facts.Joined is null || record.Body.Ticket != facts.Joined.Technician.TicketId)
            return "is a technician's question and doesn't name his ticket.";
        if (SignedAskText.Hash(signed.Text) != signed.Sha256)
            return "names another ask than the one that lies beside the log.";
        if (!SignedAskText.TryRead(signed.Text, out var ask) || ask.Content() is not { } content)
            return "keeps an ask that isn't written as one is.";
        if (ask.Key.Fingerprint.Hex != facts.Joined.Technician.KeyFingerprint || !ask.IsSigned)
            return "keeps an ask that the technician's key didn't sign.";
        if (content.Transcript != facts.Joined.TranscriptHash)
            return "keeps an ask of another session.";
        return Differences(asked, content, facts.Joined.Policy) is { Length: > 0 } fields ? $"isn't what the technician signed: {fields}." : null;
    }

    private static string Differences(Asked asked, (string Transcript, Capability Capability, int Minutes, string Reason, FileOffer? File) content, SessionPolicy policy)
    {
        List<string> fields = [];
        if (content.Capability != asked.Capability)
            fields.Add("capability");
        // The instrument only shortens: by the policy, and by the time that the ticket has left.
        if (asked.Minutes < 1 || asked.Minutes > Math.Min(content.Minutes, policy.MaxMinutes.GetValueOrDefault(asked.Capability)))
            fields.Add("minutes");
        if (asked.Reason.Length > 0 && asked.Reason != content.Reason.Trim())
            fields.Add("reason");
        if ((content.File is { } file ? file with { Name = RecordData.Text(file.Name) } : null) != asked.File)
            fields.Add("file");
        return string.Join(", ", fields);
    }
}

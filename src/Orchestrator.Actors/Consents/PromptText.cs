using System.Globalization;
using Orchestrator.Domain;

namespace Orchestrator.Actors.Consents;

/// <summary>The words of every prompt, in one place: what is hashed into the grant is what was shown.</summary>
public static class PromptText
{
    /// <summary>The exact text of a prompt.</summary>
    /// <param name="ask">The question.</param>
    /// <param name="technician">As certificate and ticket say.</param>
    /// <param name="terms">Of the ticket; names whoever approved this capability.</param>
    public static string Of(PendingAsk ask, Technician technician, TicketTerms? terms)
    {
        var who = $"{technician.PrintedName} ({technician.Account}, {technician.Organisation})";
        var lines = new List<string>
        {
            ask.Renews is null ? $"{who} asks to {What(ask)}." : $"{Started(ask.Capability)} for {who} ends soon. Let it go on?",
            $"For: {ask.Minutes.ToString(CultureInfo.InvariantCulture)} minutes",
            $"Why: {ask.Reason}",
        };
        if (terms?.ApprovedBy.GetValueOrDefault(ask.Capability) is { } approver)
        {
            lines.Add($"Approved by {approver} at {technician.Organisation}. The decision here is yours.");
        }

        lines.AddRange(Limits(ask.Capability));
        return string.Join('\n', lines);
    }

    private static string What(PendingAsk ask) => ask.Capability switch
    {
        Capability.ViewScreen => "see this computer's screen",
        Capability.ControlInput => "use this computer's mouse and keyboard",
        Capability.SendFile => $"put the file “{ask.File?.Name}” ({ask.File?.Size.ToString("N0", CultureInfo.InvariantCulture)} bytes, SHA-256 {ask.File?.Sha256[..16]}…) on this computer",
        Capability.FetchFile when ask.File is { Name.Length: > 0 } file => $"take a copy of the file “{file.Name}” from this computer",
        Capability.FetchFile => "take a copy of one file, which you choose",
        Capability.ClipboardTo => "put text into this computer's clipboard",
        Capability.ClipboardFrom => "read the text in this computer's clipboard",
        _ => throw new ArgumentOutOfRangeException(nameof(ask), ask.Capability, "not a capability"),
    };

    private static string Started(Capability capability) => capability switch
    {
        Capability.ViewScreen => "The view of the screen",
        Capability.ControlInput => "The control of mouse and keyboard",
        _ => "The use of the clipboard",
    };

    private static string[] Limits(Capability capability) => capability switch
    {
        Capability.ControlInput =>
        [
            "While it lasts, whatever runs with your rights on this computer could be used, and could imitate you. Stay here and watch.",
        ],
        Capability.ViewScreen => ["Everything on the screen can be seen, other windows too. Close what isn't meant to be seen."],
        _ => [],
    };
}

using System.Globalization;
using Orchestrator.Domain;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Audit.Records;

/// <summary>The sentence, the party and the change of each session event: what a reader sees without knowing codes. No person's own words.</summary>
internal static class SessionEventSentences
{
    public static string Of(SessionEvent happened) => happened switch
    {
        Started e => $"START: session {e.Number} of {e.Instrument.Name} waits for a technician.",
        OperatorNamed e => $"The operator stated a name; the account of the operating system is {e.OsAccount}.",
        HandshakeFailed e => Text($"Handshake {e.Attempt} with a technician failed: {e.Reason}."),
        TechnicianJoined e => $"{e.Technician.PrintedName} ({e.Technician.Account}, {e.Technician.Organisation}) proved the key of ticket {e.Technician.TicketId}.",
        PinPresented e => e.Accepted ? "The technician gave the right PIN." : Text($"The technician gave a wrong PIN, number {e.Failures}."),
        SasCompared e => e.Matched ? "The operator typed the digits that match: nobody sits between." : Text($"The operator typed digits that don't match, number {e.Failures}."),
        Opened => "PIN and digits match; the technician may ask from here on.",
        Asked e => Text($"Question {e.Ask}: {e.Capability.Name()} for {e.Minutes} minutes{(e.Renews is { } g ? $", to prolong grant {g}" : "")}."),
        AskEnded e => $"Question {e.Ask} ended without a yes: {Words<AskOutcome>.Of(e.Outcome)}.",
        Granted e => Text($"The operator allowed {e.Capability.Name()} for {e.Seconds} seconds (grant {e.Grant}, question {e.Ask})."),
        Renewed e => Text($"The operator prolonged grant {e.Grant} by {e.Seconds} seconds (question {e.Ask})."),
        ChannelOpened e => $"Channel {e.Channel} opened for {e.Capability.Name()} under grant {e.Grant}.",
        FileAccepted e => Text($"Channel {e.Channel} will carry the file {e.File.Name} ({e.File.Size} bytes)."),
        FileCompleted e => Text($"The file {e.File.Name} arrived whole over channel {e.Channel}."),
        FileFailed e => $"The file of channel {e.Channel} didn't arrive: {e.Reason}.",
        ChannelClosed e => $"Channel {e.Channel} ({e.Capability.Name()}) closed: {Words<EndReason>.Of(e.Reason)}.",
        ChannelMetered e => Text($"Channel {e.Channel} carried {e.BytesIn} bytes in and {e.BytesOut} bytes out."),
        GrantEnded e => $"Grant {e.Grant} ({e.Capability.Name()}) ended: {Words<EndReason>.Of(e.Reason)}.",
        ViewPaused => "The operator paused the view.",
        ViewResumed => "The operator let the view go on.",
        OperatorAway => "No local input for the allowed time; every channel is held.",
        OperatorBack => "Local input again.",
        LinkLost e => $"The link of the {Words<Party>.Of(e.Whose)} was lost; every channel is suspended.",
        LinkRestored e => $"The link of the {Words<Party>.Of(e.Whose)} is back.",
        ChatPosted e => $"The {Words<Party>.Of(e.By)} wrote a line of chat.",
        ClipboardMoved e => Text($"{e.Bytes} bytes of text went through the clipboard channel {e.Channel}."),
        RequestRefused e => $"A request of the {Words<Party>.Of(e.By)} was refused: {e.Sentence}",
        PartFailed e => $"A part of the session failed and was stopped: {e.Part}.",
        Ending e => $"The {Words<Party>.Of(e.By)} ends the session: {Words<EndReason>.Of(e.Reason)}.",
        Ended e => $"END: the session is over, by the {Words<Party>.Of(e.By)}: {Words<EndReason>.Of(e.Reason)}.",
        _ => $"An event without a sentence: {happened.GetType().Name}.",
    };

    public static Party PartyOf(SessionEvent happened) => happened switch
    {
        OperatorNamed or SasCompared or Granted or Renewed or ViewPaused or ViewResumed or OperatorBack => Party.Operator,
        TechnicianJoined or PinPresented or HandshakeFailed => Party.Technician,
        Asked e => e.By,
        AskEnded { Outcome: AskOutcome.Refused } => Party.Operator,
        AskEnded { Outcome: AskOutcome.Withdrawn } => Party.Technician,
        GrantEnded e => e.By,
        ChatPosted e => e.By,
        RequestRefused e => e.By,
        Ending e => e.By,
        Ended e => e.By,
        _ => Party.Instrument,
    };

    public static RecordChange? ChangeOf(SessionEvent happened) => happened switch
    {
        PinPresented e => Outcome(e.Accepted),
        SasCompared e => Outcome(e.Matched),
        HandshakeFailed e => new RecordChange { Reason = e.Reason, Outcome = Outcomes.Error },
        AskEnded e => new RecordChange { Reason = Words<AskOutcome>.Of(e.Outcome), Outcome = Outcomes.Denied },
        Granted e => new RecordChange { Old = "closed", New = Text($"{e.Capability.Name()} for {e.Seconds} s"), Outcome = Outcomes.Success },
        Renewed e => new RecordChange { New = Text($"{e.Seconds} s more"), Outcome = Outcomes.Success },
        GrantEnded e => new RecordChange { Old = e.Capability.Name(), New = "closed", Reason = Words<EndReason>.Of(e.Reason), Outcome = Outcomes.Success },
        ChannelClosed e => new RecordChange { Reason = Words<EndReason>.Of(e.Reason) },
        FileFailed e => new RecordChange { Reason = e.Reason, Outcome = Outcomes.Error },
        FileCompleted => Outcome(true),
        RequestRefused e => new RecordChange { Reason = e.Code, Outcome = Outcomes.Denied },
        PartFailed e => new RecordChange { Reason = e.Reason, Outcome = Outcomes.Error },
        Ending e => new RecordChange { Reason = Words<EndReason>.Of(e.Reason) },
        Ended e => new RecordChange { Reason = Words<EndReason>.Of(e.Reason) },
        _ => null,
    };

    private static RecordChange Outcome(bool good) => new() { Outcome = good ? Outcomes.Success : Outcomes.Denied };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

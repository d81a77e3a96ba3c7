using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Domain;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Audit.Records;

/// <summary>Writes the typed fields of each session event. The mirror is <see cref="SessionEventParser"/>.</summary>
internal static class SessionEventFields
{
    public static void Write(Utf8JsonWriter json, SessionEvent happened, ITextVault texts)
    {
        switch (happened)
        {
            case Started e:
                json.WriteNumber("number", e.Number.Value);
                WriteInstrument(json, e.Instrument);
                PolicyFields.Write(json, e.Policy);
                json.WriteString("runKey", e.RunKey);
                break;
            case OperatorNamed e:
                json.WriteString("statedName", texts.Commit(e.StatedName));
                Text(json, "osAccount", e.OsAccount);
                break;
            case HandshakeFailed e:
                json.WriteNumber("attempt", e.Attempt);
                Text(json, "reason", e.Reason);
                break;
            case TechnicianJoined e:
                WriteTechnician(json, e.Technician, texts);
                PolicyFields.Write(json, e.Policy);
                Text(json, "transcript", e.TranscriptHash);
                PolicyFields.WriteTerms(json, e.Terms);
                break;
            case PinPresented e:
                json.WriteBoolean("accepted", e.Accepted);
                json.WriteNumber("failures", e.Failures);
                break;
            case SasCompared e:
                json.WriteBoolean("matched", e.Matched);
                json.WriteNumber("failures", e.Failures);
                break;
            case Asked e:
                json.WriteNumber("ask", e.Ask.Value);
                json.WriteString("by", Words<Party>.Of(e.By));
                json.WriteString("capability", e.Capability.Name());
                json.WriteNumber("minutes", e.Minutes);
                json.WriteString("reason", texts.Commit(e.Reason));
                if (e.File is not null)
                    WriteFile(json, e.File);
                if (e.Renews is { } renews)
                    json.WriteNumber("renews", renews.Value);
                if (e.Signed is { } signed)
                {
                    json.WriteString("signed", texts.CommitWhole(signed.Text));
                    json.WriteString("askSha256", signed.Sha256);
                }

                break;
            case AskEnded e:
                json.WriteNumber("ask", e.Ask.Value);
                json.WriteString("outcome", Words<AskOutcome>.Of(e.Outcome));
                if (e.Receipt is { } receipt)
                    WriteReceipt(json, receipt, texts);
                break;
            case Granted e:
                json.WriteNumber("grant", e.Grant.Value);
                json.WriteNumber("ask", e.Ask.Value);
                json.WriteString("capability", e.Capability.Name());
                json.WriteNumber("seconds", e.Seconds);
                json.WriteNumber("until", e.Until.Milliseconds);
                Text(json, "prompt", e.PromptSha256);
                json.WriteString("askSha256", e.AskSha256);
                WriteReceipt(json, e.Receipt, texts);
                break;
            case Renewed e:
                json.WriteNumber("grant", e.Grant.Value);
                json.WriteNumber("ask", e.Ask.Value);
                json.WriteNumber("seconds", e.Seconds);
                json.WriteNumber("until", e.Until.Milliseconds);
                Text(json, "prompt", e.PromptSha256);
                if (e.AskSha256.Length > 0)
                    json.WriteString("askSha256", e.AskSha256);
                WriteReceipt(json, e.Receipt, texts);
                break;
            case GrantEnded e:
                json.WriteNumber("grant", e.Grant.Value);
                json.WriteString("capability", e.Capability.Name());
                json.WriteString("by", Words<Party>.Of(e.By));
                json.WriteString("reason", Words<EndReason>.Of(e.Reason));
                break;
            case LinkLost e:
                json.WriteString("whose", Words<Party>.Of(e.Whose));
                json.WriteNumber("graceUntil", e.GraceUntil.Milliseconds);
                break;
            case LinkRestored e:
                json.WriteString("whose", Words<Party>.Of(e.Whose));
                break;
            case ChatPosted e:
                json.WriteString("by", Words<Party>.Of(e.By));
                json.WriteString("text", texts.Commit(e.Text));
                break;
            case RequestRefused e:
                json.WriteString("by", Words<Party>.Of(e.By));
                Text(json, "request", e.Request);
                Text(json, "code", e.Code);
                Text(json, "sentence", e.Sentence);
                break;
            case PartFailed e:
                Text(json, "part", e.Part);
                Text(json, "reason", e.Reason);
                break;
            case Ending e:
                json.WriteString("by", Words<Party>.Of(e.By));
                json.WriteString("reason", Words<EndReason>.Of(e.Reason));
                break;
            case Ended e:
                json.WriteString("by", Words<Party>.Of(e.By));
                json.WriteString("reason", Words<EndReason>.Of(e.Reason));
                WriteChannels(json, e.Unmetered);
                break;
            default:
                WriteChannelEvent(json, happened);
                break;
        }
    }

    private static void WriteChannelEvent(Utf8JsonWriter json, SessionEvent happened)
    {
        switch (happened)
        {
            case ChannelOpened e:
                json.WriteNumber("channel", e.Channel.Value);
                json.WriteNumber("grant", e.Grant.Value);
                json.WriteString("capability", e.Capability.Name());
                break;
            case FileAccepted e:
                json.WriteNumber("channel", e.Channel.Value);
                WriteFile(json, e.File);
                Text(json, "path", e.Path);
                break;
            case FileCompleted e:
                json.WriteNumber("channel", e.Channel.Value);
                WriteFile(json, e.File);
                break;
            case FileFailed e:
                json.WriteNumber("channel", e.Channel.Value);
                Text(json, "reason", e.Reason);
                break;
            case ChannelClosed e:
                json.WriteNumber("channel", e.Channel.Value);
                json.WriteString("capability", e.Capability.Name());
                json.WriteString("reason", Words<EndReason>.Of(e.Reason));
                break;
            case ChannelMetered e:
                json.WriteNumber("channel", e.Channel.Value);
                json.WriteNumber("recordsIn", e.RecordsIn);
                json.WriteNumber("bytesIn", e.BytesIn);
                json.WriteNumber("recordsOut", e.RecordsOut);
                json.WriteNumber("bytesOut", e.BytesOut);
                break;
            case ClipboardMoved e:
                json.WriteNumber("channel", e.Channel.Value);
                json.WriteString("capability", e.Capability.Name());
                json.WriteNumber("bytes", e.Bytes);
                Text(json, "sha256", e.Sha256);
                break;
            case Opened or ViewPaused or ViewResumed or OperatorAway or OperatorBack:
                break;
            default:
                // Unreachable while the test that reflects over Domain passes.
                throw new RecordException(RecordFailure.BadField, $"The event {happened.GetType().Name} has no record yet.");
        }
    }

    private static void WriteInstrument(Utf8JsonWriter json, Instrument instrument)
    {
        json.WriteStartObject("instrument");
        Text(json, "name", instrument.Name);
        Text(json, "serial", instrument.Serial);
        Text(json, "site", instrument.Site);
        Text(json, "os", instrument.OperatingSystem);
        Text(json, "version", instrument.Version);
        Text(json, "key", instrument.KeyFingerprint);
        json.WriteEndObject();
    }

    private static void WriteTechnician(Utf8JsonWriter json, Technician technician, ITextVault texts)
    {
        json.WriteStartObject("technician");
        Text(json, "account", technician.Account);
        Text(json, "name", technician.PrintedName);
        Text(json, "role", technician.Role);
        Text(json, "organisation", technician.Organisation);
        Text(json, "key", technician.KeyFingerprint);
        Text(json, "ticket", technician.TicketId);
        json.WriteString("caseReason", texts.Commit(technician.CaseReason));
        json.WriteEndObject();
    }

    private static void WriteReceipt(Utf8JsonWriter json, Receipt receipt, ITextVault texts)
    {
        json.WriteString("receipt", texts.CommitWhole(receipt.Line));
        json.WriteString("receiptSignature", receipt.Signature);
    }

    private static void WriteFile(Utf8JsonWriter json, FileOffer file)
    {
        json.WriteStartObject("file");
        Text(json, "name", file.Name);
        json.WriteNumber("size", file.Size);
        Text(json, "sha256", file.Sha256);
        json.WriteEndObject();
    }

    private static void WriteChannels(Utf8JsonWriter json, ImmutableArray<ChannelId> channels)
    {
        json.WriteStartArray("unmetered");
        foreach (var channel in channels)
            json.WriteNumberValue(channel.Value);
        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string value) => json.WriteString(name, RecordData.Text(value));
}

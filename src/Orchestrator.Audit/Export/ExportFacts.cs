using System.Collections.Immutable;
using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Export;

/// <summary>What stands at the top of the page, gathered from the records: which instrument, who, from when to when, who signed.</summary>
internal sealed class ExportFacts
{
    private static readonly string[] Signatures = ["review.signed", "approval.given", "approval.refused"];

    private readonly List<string> _technicians = [];
    private readonly List<ExportedSignature> _signatures = [];

    private ExportFacts()
    {
    }

    public string Instrument { get; private set; } = "";

    public IReadOnlyList<string> Technicians => _technicians;

    /// <summary>Commitment to the operator's stated name; empty without one.</summary>
    public string StatedName { get; private set; } = "";

    public string OsAccount { get; private set; } = "";

    public string Start { get; private set; } = "";

    public string End { get; private set; } = "";

    /// <summary>Signatures of people with accounts, in the order of the logs.</summary>
    public IReadOnlyList<ExportedSignature> Signed => _signatures;

    public static ExportFacts Of(ImmutableArray<ExportedLog> logs)
    {
        var facts = new ExportFacts();
        foreach (var log in logs)
        {
            foreach (var values in log.Lines.Select(RecordValues.Of).OfType<RecordValues>())
                facts.See(log.Id, values);
        }

        return facts;
    }

    private void See(string log, RecordValues record)
    {
        var code = record.Peek("event");
        var time = record.Peek("when.utc") ?? "";
        switch (code)
        {
            case EventCodes.SessionStarted:
                Instrument = string.Join(", ", new[] { record.Peek("data.instrument.name"), Labelled("serial", record.Peek("data.instrument.serial")), record.Peek("data.instrument.site") }.Where(v => !string.IsNullOrEmpty(v)));
                Start = time;
                break;
            case EventCodes.RelayRegistered when Instrument.Length == 0:
                Instrument = string.Join(", ", new[] { record.Peek("at.instrument"), Labelled("serial", record.Peek("at.serial")), record.Peek("at.site") }.Where(v => !string.IsNullOrEmpty(v)));
                break;
            case "technician.joined":
                var name = $"{record.Peek("data.technician.name")} ({record.Peek("data.technician.account")}), {record.Peek("data.technician.role")}, {record.Peek("data.technician.organisation")}";
                if (!_technicians.Contains(name))
                    _technicians.Add(name);
                break;
            case "operator.named":
                StatedName = record.Peek("data.statedName") ?? "";
                OsAccount = record.Peek("data.osAccount") ?? "";
                break;
            case EventCodes.SessionEnded:
                End = $"{time}, by the {record.Peek("data.by")}: {record.Peek("data.reason")}";
                break;
            case EventCodes.RelayMissingEnd when End.Length == 0:
                End = $"missing; noticed by the broker at {time}";
                break;
            case not null when Signatures.Contains(code):
                _signatures.Add(new ExportedSignature(
                    log, record.Peek("seq") ?? "", time, record.Peek("who.name") ?? "", record.Peek("who.account") ?? "", record.Peek("who.role") ?? "",
                    record.Peek("data.meaning") ?? "", record.Peek("data.remarks") ?? "", record.Peek("text") ?? "", record.Peek("who.authentication") ?? ""));
                break;
            default:
                break;
        }
    }

    private static string? Labelled(string label, string? value) => string.IsNullOrEmpty(value) ? null : $"{label} {value}";
}

/// <summary>A signature in the sense of 21 CFR 11.50: printed name, date and time, meaning.</summary>
internal sealed record ExportedSignature(string Log, string Sequence, string Utc, string PrintedName, string Account, string Role, string Meaning, string Remarks, string About, string Authentication);

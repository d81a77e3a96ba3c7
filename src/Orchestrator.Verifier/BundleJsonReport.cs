using System.Text;
using System.Text.Json;
using Orchestrator.Audit.Verification;

namespace Orchestrator.Verifier;

/// <summary>The report for programs: ASCII, everything else escaped by JSON itself.</summary>
internal static class BundleJsonReport
{
    public static void Write(BundleVerdict verdict, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteBoolean("proven", verdict.Fault is null);
            json.WriteNumber("exitCode", verdict.ExitCode);
            if (verdict.Fault is { } fault)
            {
                json.WriteString("code", fault.Code);
                json.WriteString("place", fault.Place);
                json.WriteString("sentence", fault.Sentence);
            }
            else
            {
                Proof(json, verdict.Proof!);
            }

            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void Proof(Utf8JsonWriter json, BundleProof proof)
    {
        json.WriteString("session", proof.Session);
        json.WriteStartObject("keys");
        json.WriteString("organisation", proof.Keys.Organisation);
        json.WriteString("root", proof.Keys.Root);
        json.WriteString("issuing", proof.Keys.Issuing);
        json.WriteString("brokerLog", proof.Keys.BrokerLog);
        json.WriteString("run", proof.Keys.Run);
        json.WriteString("runLog", proof.Keys.RunLog);
        json.WriteEndObject();
        json.WriteString("instrument", proof.Instrument.Name);
        json.WriteString("started", proof.Times.Started);
        json.WriteString("closedBy", proof.Times.ClosedBy);
        List(json, "technicians", proof.Technicians, t =>
        {
            json.WriteString("account", t.Account);
            json.WriteString("name", t.Name);
            json.WriteString("key", t.Key);
            json.WriteString("ticket", t.Ticket);
        });
        List(json, "asks", proof.Asks, a =>
        {
            json.WriteNumber("record", a.Record);
            json.WriteString("capability", a.Capability);
            json.WriteNumber("minutes", a.Minutes);
            json.WriteString("answer", a.Answer);
            json.WriteString("receipt", a.Receipt);
        });
        List(json, "files", proof.Files, f =>
        {
            json.WriteString("name", f.Name);
            json.WriteNumber("size", f.Size);
            json.WriteString("sha256", f.Sha256);
            json.WriteString("outcome", f.Outcome);
        });
        List(json, "witnesses", proof.Witnesses, w =>
        {
            json.WriteString("key", w.Key);
            json.WriteString("checkpoint", w.Checkpoint);
            json.WriteString("at", w.At);
            json.WriteBoolean("trusted", w.IsTrusted);
        });
        List(json, "differences", proof.Differences, d =>
        {
            json.WriteString("code", d.Code);
            json.WriteString("sentence", d.Sentence);
        });
        json.WriteNumber("instrumentRecords", proof.Counts.Instrument);
        json.WriteNumber("brokerRecords", proof.Counts.Broker);
        json.WriteNumber("receipts", proof.Counts.Receipts);
        json.WriteNumber("textsMissing", proof.Counts.Missing);
    }

    private static void List<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

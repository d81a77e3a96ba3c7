using System.Globalization;
using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Verification;
using static Orchestrator.Trust.Encoding.ShownText;

namespace Orchestrator.Verifier;

/// <summary>The report in plain words.</summary>
internal static class BundleReport
{
    public static void Write(BundleFault fault, TextWriter output)
    {
        output.WriteLine("NOT PROVEN. This file is no evidence of anything.");
        output.WriteLine($"  check   {fault.Code}");
        if (fault.Place.Length > 0)
            output.WriteLine($"  place   {fault.Place}");
        output.WriteLine($"  why     {Of(fault.Sentence)}");
    }

    public static void Write(BundleProof proof, TextWriter output)
    {
        var report = new Lines(output);
        report.Line($"PROVEN: session {proof.Session}, as told by the instrument's own log and seen by {Of(proof.Keys.Organisation)}'s server.");
        Keys(proof, report);
        People(proof, report);
        Grants(proof, report);
        report.Part("Versions and settings, as the programs named them");
        foreach (var (name, value) in proof.Software)
            report.Item(Of(name), Of(value));
        Proven(proof, report);
        NotProven(proof, report);
    }

    private static void Keys(BundleProof proof, Lines report)
    {
        report.Part("By whose keys");
        report.Item("vendor's root", proof.Keys.Root);
        report.Item("issuing key", proof.Keys.Issuing);
        report.Item("server's log", proof.Keys.BrokerLog);
        report.Item("this run", proof.Keys.Run);
        report.Item("this run's log", proof.Keys.RunLog);
        foreach (var witness in proof.Witnesses)
            report.Item(witness.IsTrusted ? "your witness" : "another witness", $"{Of(witness.Key)} signed {witness.Checkpoint} ({witness.Size} records) at {Time(witness.At)}");
    }

    private static void People(BundleProof proof, Lines report)
    {
        report.Part("Who and when");
        report.Item("instrument", $"{Of(proof.Instrument.Name)}, serial {Or(proof.Instrument.Serial)}, site {Or(proof.Instrument.Site)}, {Of(proof.Instrument.OperatingSystem)}");
        report.Item("operator", $"states the name {Or(proof.Operator.StatedName)}; account of the operating system {Or(proof.Operator.OsAccount)}");
        foreach (var person in proof.Technicians)
        {
            report.Item("technician", $"{Of(person.Name)} ({Of(person.Account)}, {Of(person.Role)}, {Of(person.Organisation)}), joined {Time(person.Joined)}");
            report.Item("", $"key {person.Key}, ticket {person.Ticket}, policy {person.Policy}");
        }

        if (proof.Technicians.IsEmpty)
            report.Item("technician", "nobody joined");
        report.Item("begin", $"{Time(proof.Times.Started)} by the instrument's clock; {Time(proof.Times.Registered)} by the server's");
        report.Item("end", proof.Times.Ended is { } ended
            ? $"{Time(ended)} by the instrument's clock ({Of(proof.Times.Reason)}); {Time(proof.Times.Closed)} by the server's ({proof.Times.ClosedBy})"
            : $"MISSING: the instrument's log has no end; the server said so at {Time(proof.Times.Closed)} ({proof.Times.ClosedBy})");
    }

    private static void Grants(BundleProof proof, Lines report)
    {
        report.Part("What was asked and answered");
        foreach (var ask in proof.Asks)
        {
            var answer = ask.AnsweredAt is { } at ? string.Create(CultureInfo.InvariantCulture, $"{ask.Answer} (record {at}, receipt {ask.Receipt})") : ask.Answer;
            report.Item(string.Create(CultureInfo.InvariantCulture, $"record {ask.Record}"), $"{ask.Capability}, {ask.Minutes} minutes: {answer}{(ask.Reason.Length > 0 ? $"; why: {Of(ask.Reason)}" : "")}");
        }

        foreach (var file in proof.Files)
            report.Item(string.Create(CultureInfo.InvariantCulture, $"file, record {file.Record}"), $"{Of(file.Name)}, {file.Size} bytes, SHA-256 {Of(file.Sha256)}, {Of(file.Path)}: {Of(file.Outcome)}");
        if (proof.Asks.IsEmpty)
            report.Item("", "nothing was asked");
    }

    private static void Proven(BundleProof proof, Lines report)
    {
        var (instrument, broker, peers, receipts, _) = proof.Counts;
        report.Part("What is proven");
        report.Sentence($"The {instrument} records of the instrument are all of its log up to its last checkpoint; none was changed, left out, added or moved since its key signed them.");
        report.Sentence("That key was signed by the run's key, which stands in the vendor's tickets, in the server's log and in the instrument's START.");
        report.Sentence($"The {broker} records of the server stand in its signed log, and none between them is left out; {peers} times the instrument recorded that log, and each time it was the beginning of the one that is shown.");
        report.Sentence($"{receipts} answers of the operator were checked word by word against what was asked.");
        if (proof.Witnesses.Any(w => w.IsTrusted))
            report.Sentence("Your witness signed the beginning, the end and the server's log when they were made: the vendor didn't invent or rewrite this session later.");
        if (proof.Differences.Count == 0)
            report.Sentence("What the instrument claims and what the server saw is the same story.");
        foreach (var finding in proof.Differences)
            report.Sentence($"THE TWO LOGS DIFFER: {Of(finding.Sentence)} ({finding.Code})");
    }

    private static void NotProven(BundleProof proof, Lines report)
    {
        report.Part("What isn't proven");
        if (!proof.Witnesses.Any(w => w.IsTrusted))
            report.Sentence("That the vendor didn't invent this session, or rewrite it afterwards: all keys follow from the vendor's root. Only a witness of your own shows that; give its key with --witness.");
        report.Sentence("That the server wrote nothing about this session behind the last of its records here.");
        report.Sentence("Times: each is what the clock of its computer said.");
        report.Sentence("Who the operator is: the name is as stated. What a program says of itself (versions, hashes) is its claim.");
        if (proof.Counts.Missing > 0)
            report.Sentence($"{proof.Counts.Missing} texts (names, reasons, receipts) aren't in this file: they were erased, or weren't at hand when it was made. Only their commitments are proven.");
    }

    private static string Or(string text) => text.Length > 0 ? Of(text) : "(not here)";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private sealed class Lines(TextWriter output)
    {
        public void Line(string text) => output.WriteLine(text);

        public void Part(string title)
        {
            output.WriteLine();
            output.WriteLine(title);
        }

        public void Item(string name, string text) => output.WriteLine($"  {name,-16} {text}");

        public void Sentence(string text) => output.WriteLine($"  - {text}");
    }
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Audit.Diff;
using Orchestrator.Audit.Records;
using Orchestrator.Domain;
using static Orchestrator.Domain.SessionEvents;

namespace Orchestrator.Audit.Verification;

/// <summary>Gathers what a verified bundle says, for the report.</summary>
internal static class ProofReading
{
    public static BundleProof Read(BundleFacts facts) => new()
    {
        Session = facts.Bundle.Session,
        Keys = new ProvenKeys(
            facts.Configuration.Organisation,
            facts.Configuration.Root.Key.Fingerprint.Hex,
            facts.Configuration.Issuing.Key.Fingerprint.Hex,
            BrokerStep.Key(facts).ToString(),
            facts.RunKey.Fingerprint.Hex,
            facts.LogKey.ToString()),
        Instrument = Instrument(facts),
        Times = Times(facts),
        Operator = (Events<OperatorNamed>(facts).LastOrDefault()?.StatedName ?? "", facts.Records.Select(r => r.Body.Who).LastOrDefault(w => w.Kind == ActorKinds.Operator)?.OsAccount ?? ""),
        Technicians = [.. facts.Tickets.Select(t => Technician(facts, t))],
        Asks = Asks(facts),
        Files = Files(facts),
        Software = Software(facts),
        Witnesses = [.. facts.Cosignatures.Select(c => new ProvenWitness(
            c.Key.ToString(), c.Note.Place, c.Note.Checkpoint.Size, c.At, facts.Trust.Witnesses.Any(w => w.ToString() == c.Key.ToString())))],
        Differences = SessionDiff.Compare(null, Story(facts), Observed(facts)),
        Counts = (facts.Records.Length, facts.BrokerRecords.Length, facts.PeerCheckpoints, facts.Receipts.Checked, Missing(facts)),
    };

    private static IEnumerable<T> Events<T>(BundleFacts facts) => facts.Events.OfType<T>();

    private static ProvenInstrument Instrument(BundleFacts facts)
    {
        var said = Events<Started>(facts).Single().Instrument;
        return new ProvenInstrument(said.Name, said.Serial, said.Site, said.OperatingSystem);
    }

    private static ProvenTimes Times(BundleFacts facts)
    {
        var end = facts.Records.LastOrDefault(r => r.Body.Event == EventCodes.SessionEnded);
        var reason = Events<Ended>(facts).LastOrDefault() is { } ended ? Words<EndReason>.Of(ended.Reason) : "";
        var closing = EndStep.Closing(facts);
        return new ProvenTimes(At(facts.Started), end is null ? null : At(end), reason, At(facts.BrokerRecords[0]), At(closing), closing.Body.Event);
    }

    private static DateTimeOffset At(AuditRecord record) => DateTimeOffset.FromUnixTimeMilliseconds(record.When.UtcMilliseconds);

    private static ProvenTechnician Technician(BundleFacts facts, BundleTicket ticket) => new(
        ticket.Ticket.Account, ticket.Ticket.PrintedName, facts.Configuration.Organisation, ticket.Ticket.Role, ticket.Ticket.TechnicianKey.Hex, ticket.Ticket.Id.Hex,
        ticket.Ticket.Policy.Sha256, At(ticket.Joined));

    private static ImmutableArray<ProvenAsk> Asks(BundleFacts facts)
    {
        var asks = new List<(AskId Id, ProvenAsk Ask)>();
        for (var i = 0; i < facts.Events.Length; i++)
        {
            switch (facts.Events[i])
            {
                case Asked e:
                    asks.Add((e.Ask, new ProvenAsk(i, e.Capability.Name(), e.Minutes, e.Reason, "not answered", null, "none")));
                    break;
                case Granted e:
                    Answer(e.Ask, i, "allowed", e.Receipt);
                    break;
                case Renewed e:
                    Answer(e.Ask, i, "allowed", e.Receipt);
                    break;
                case AskEnded e:
                    Answer(e.Ask, i, Words<AskOutcome>.Of(e.Outcome), e.Receipt);
                    break;
            }
        }

        return [.. asks.Select(a => a.Ask)];

        void Answer(AskId id, long record, string answer, Receipt? receipt)
        {
            var at = asks.FindLastIndex(a => a.Id == id);
            asks[at] = (id, asks[at].Ask with { Answer = answer, AnsweredAt = record, Receipt = receipt is null ? "none" : receipt.Line.Length > 0 ? "checked" : "not here" });
        }
    }

    private static ImmutableArray<ProvenFile> Files(BundleFacts facts)
    {
        var files = new List<(ChannelId Channel, ProvenFile File)>();
        for (var i = 0; i < facts.Events.Length; i++)
        {
            switch (facts.Events[i])
            {
                case FileAccepted e:
                    files.Add((e.Channel, new ProvenFile(i, e.File.Name, e.File.Size, e.File.Sha256, e.Path, "the log doesn't say that it arrived")));
                    break;
                case FileCompleted e:
                    // Of what is fetched the size and the hash are known only now.
                    Finish(e.Channel, f => f with { Size = e.File.Size, Sha256 = e.File.Sha256, Outcome = "complete" });
                    break;
                case FileFailed e:
                    Finish(e.Channel, f => f with { Outcome = $"failed: {e.Reason}" });
                    break;
            }
        }

        return [.. files.Select(f => f.File)];

        void Finish(ChannelId channel, Func<ProvenFile, ProvenFile> change)
        {
            var at = files.FindLastIndex(f => f.Channel == channel);
            if (at >= 0)
                files[at] = (channel, change(files[at].File));
        }
    }

    private static ImmutableArray<(string Name, string Value)> Software(BundleFacts facts)
    {
        var found = new List<(string Name, string Value)>();
        foreach (var (whose, record) in facts.Records.Select(r => ("instrument", r)).Concat(facts.BrokerRecords.Select(r => ("broker", r))))
        {
            var software = record.Context.Software;
            Add($"{whose}: version", software.Version);
            Add($"{whose}: executable (as claimed)", software.Executable);
            Add($"{whose}: policy", software.Policy);
            Add($"{whose}: configuration", software.Configuration);
            Add($"{whose}: site file", software.SiteFile);
            Add($"{whose}: build", record.Context.Build);
            Add($"{whose}: composition", record.Context.Composition);
        }

        return [.. found];

        void Add(string name, string? value)
        {
            if (value is not null && !found.Contains((name, value)))
                found.Add((name, value));
        }
    }

    private static List<StoryEvent> Story(BundleFacts facts)
    {
        var story = new List<StoryEvent>();
        foreach (var (line, i) in facts.Bundle.Instrument.Records.Select((line, i) => (line, i)))
            story.Add(new StoryEvent(i, Convert.ToHexStringLower(SHA256.HashData(line.Span)), facts.Records[i].Body.Event, facts.Events[i]));
        return story;
    }

    private static ObservedSession Observed(BundleFacts facts) => new(
        [.. facts.BrokerRecordsOf(EventCodes.RelayMetered).Select(r => r.Body.Data.Read()).Select(Meter).OfType<ChannelMeter>()],
        facts.BrokerRecordsOf(EventCodes.RelayEnded).Any(),
        facts.BrokerRecordsOf(EventCodes.RelayMissingEnd).Any());

    /// <summary>Null where a field is missing: such a record counts nothing.</summary>
    private static ChannelMeter? Meter(JsonElement data)
    {
        var counts = new[] { "channel", "recordsToInstrument", "bytesToInstrument", "recordsFromInstrument", "bytesFromInstrument" }
            .Select(name => data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) ? count : -1).ToArray();
        return counts.Min() < 0 || counts[0] > uint.MaxValue ? null : new ChannelMeter(new ChannelId((uint)counts[0]), counts[1], counts[2], counts[3], counts[4]);
    }

    private static int Missing(BundleFacts facts) =>
        facts.Records.Sum(record => Commitments(record).Count(commitment => facts.Texts.Find(commitment) is null));

    /// <summary>Fields that hold commitments; see docs/audit-format.md, "Codes".</summary>
    private static IEnumerable<string> Commitments(AuditRecord record)
    {
        if (record.Body.Who.StatedName is { } name)
            yield return name;
        if (record.Body.Change?.StatedReason is { } reason)
            yield return reason;
        foreach (var field in new[] { "statedName", "reason", "signed", "receipt", "text" })
        {
            if (RunLogStep.Word(record, field) is { Length: 64 } commitment && commitment.All(char.IsAsciiHexDigitLower))
                yield return commitment;
        }
    }
}

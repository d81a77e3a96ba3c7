using System.Collections.Immutable;
using System.Text.Json;
using static Orchestrator.Audit.Bundles.BundleCodes;

namespace Orchestrator.Audit.Bundles;

/// <summary>Reads a bundle strictly: what is read writes to the same bytes again.</summary>
internal static class BundleReader
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = BundleLimits.Depth };

    /// <exception cref="BundleFaultException">It isn't one.</exception>
    public static EvidenceBundle Read(ReadOnlyMemory<byte> file, ContainerChecks checks)
    {
        var line = BundleFormat.Open(file, checks);
        var bundle = Parse(line);
        if (checks == ContainerChecks.All)
            RequireSame(BundleWriter.WriteLine(bundle), line.Span);
        return bundle;
    }

    private static EvidenceBundle Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, Options);
            return Bundle(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new BundleFaultException(NotCanonical, $"byte {e.BytePositionInLine}", $"The first line isn't the JSON of a bundle (byte {e.BytePositionInLine}).");
        }
    }

    private static EvidenceBundle Bundle(JsonElement root)
    {
        var members = BundleMembers.Of(root, "", "format", "session", "configuration", "certificates", "tickets", "instrument", "broker", "witnesses");
        if (BundleMembers.Text(members[0], "format") != BundleFormat.Name)
            throw BundleMembers.Fault("format");
        return new EvidenceBundle
        {
            Session = Session(members[1]),
            Configuration = BundleMembers.Bytes(members[2], "configuration"),
            Certificates = BundleMembers.List(members[3], "certificates", BundleMembers.Bytes),
            Tickets = BundleMembers.List(members[4], "tickets", BundleMembers.Bytes),
            Instrument = Instrument(members[5]),
            Broker = Broker(members[6]),
            Witnesses = BundleMembers.List(members[7], "witnesses", BundleMembers.Text),
        };
    }

    private static string Session(JsonElement value)
    {
        var text = BundleMembers.Text(value, "session");
        return text.Length == 9 && text.All(char.IsAsciiDigit) && text[0] != '0' ? text : throw BundleMembers.Fault("session");
    }

    private static InstrumentEvidence Instrument(JsonElement value)
    {
        var members = BundleMembers.Of(value, "instrument", "logKey", "binding", "checkpoints", "records", "texts");
        return new InstrumentEvidence(
            BundleMembers.Text(members[0], "instrument.logKey"),
            BundleMembers.Bytes(members[1], "instrument.binding"),
            BundleMembers.List(members[2], "instrument.checkpoints", BundleMembers.Bytes),
            BundleMembers.List(members[3], "instrument.records", BundleMembers.Bytes),
            BundleMembers.List(members[4], "instrument.texts", Text));
    }

    private static BundleText Text(JsonElement value, string place)
    {
        var members = BundleMembers.Of(value, place, "salt", "text");
        return new BundleText(BundleMembers.Hash(members[0], $"{place}.salt").ToArray(), BundleMembers.Bytes(members[1], $"{place}.text"));
    }

    private static BrokerEvidencePart Broker(JsonElement value)
    {
        var members = BundleMembers.Of(value, "broker", "checkpoint", "records", "consistency");
        return new BrokerEvidencePart(
            BundleMembers.Bytes(members[0], "broker.checkpoint"),
            BundleMembers.List(members[1], "broker.records", Record),
            BundleMembers.List(members[2], "broker.consistency", Consistency));
    }

    private static BrokerRecord Record(JsonElement value, string place)
    {
        var members = BundleMembers.Of(value, place, "index", "record", "proof");
        return new BrokerRecord(
            BundleMembers.Number(members[0], $"{place}.index"), BundleMembers.Bytes(members[1], $"{place}.record"), BundleMembers.List(members[2], $"{place}.proof", BundleMembers.Hash));
    }

    private static ConsistencyProof Consistency(JsonElement value, string place)
    {
        var members = BundleMembers.Of(value, place, "size", "proof");
        return new ConsistencyProof(BundleMembers.Number(members[0], $"{place}.size"), BundleMembers.List(members[1], $"{place}.proof", BundleMembers.Hash));
    }

    private static void RequireSame(ReadOnlySpan<byte> written, ReadOnlySpan<byte> line)
    {
        var same = written.CommonPrefixLength(line);
        if (same != line.Length || same != written.Length)
            throw new BundleFaultException(NotCanonical, $"byte {same}", $"The bundle isn't written as a bundle is (byte {same}): there is one way to write each.");
    }
}

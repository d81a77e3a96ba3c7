using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestrator.Audit.Records;

/// <summary>
/// Reads a line back, strictly: what is accepted writes to the same bytes again. Event codes that aren't known here are kept
/// as they are; lines of a newer schema are named as such.
/// </summary>
public static class RecordReader
{
    /// <summary>Reads one line.</summary>
    /// <param name="line">The bytes of the leaf.</param>
    /// <param name="record">The record, when the result is <see cref="RecordFailure.None"/>.</param>
    public static RecordFailure Read(ReadOnlySpan<byte> line, out AuditRecord? record)
    {
        record = null;
        if (!RecordPrefix.TryRead(line, out var version, out var sequence))
            return RecordFailure.BadJson;
        var shape = RecordPrefix.Check(line, sequence);
        if (shape != RecordFailure.None)
            return shape;
        if (version > AuditRecord.SchemaVersion)
            return RecordFailure.NewerSchema;
        try
        {
            using var document = JsonDocument.Parse(line.ToArray(), RecordJson.ReaderOptions);
            var candidate = ReadRecord(document.RootElement, sequence);
            if (!RecordWriter.Write(candidate).AsSpan().SequenceEqual(line))
                return RecordFailure.NotCanonical;
            record = candidate;
            return RecordFailure.None;
        }
        catch (JsonException)
        {
            return RecordFailure.BadJson;
        }
        catch (RecordException e)
        {
            return e.Failure;
        }
        catch (InvalidOperationException)
        {
            // The JSON library's word for "another type than asked for", and for text that is half a surrogate pair.
            return RecordFailure.BadField;
        }
    }

    private static AuditRecord ReadRecord(JsonElement line, long sequence) => new(
        sequence,
        ReadWhen(Object(line, "when")),
        new RecordBody
        {
            Event = Required(line, "event"),
            Sentence = Required(line, "text"),
            Who = ReadWho(Object(line, "who")),
            Session = Optional(line, "session"),
            Ticket = Optional(line, "ticket"),
            Where = line.TryGetProperty("at", out var at) ? ReadPlace(at) : null,
            Change = line.TryGetProperty("change", out var change) ? ReadChange(change) : null,
            Data = RecordData.From(Object(line, "data")),
        },
        new RecordContext
        {
            Where = ReadPlace(Object(line, "where")),
            Software = ReadSoftware(Object(line, "software")),
            Build = Required(line, "build"),
            Composition = Optional(line, "composition"),
        });

    private static RecordStamp ReadWhen(JsonElement when)
    {
        if (!RecordWriter.TryParseUtc(Required(when, "utc"), out var utc))
            throw Field("utc");
        return new RecordStamp(utc, (int)Number(when, "offset"), Number(when, "monotonic"), Required(when, "clock"));
    }

    private static RecordActor ReadWho(JsonElement who) => new()
    {
        Kind = Required(who, "kind"),
        Account = Optional(who, "account"),
        PrintedName = Optional(who, "name"),
        Role = Optional(who, "role"),
        Organisation = Optional(who, "organisation"),
        Authentication = Optional(who, "authentication"),
        KeyFingerprint = Optional(who, "key"),
        StatedName = Optional(who, "statedName"),
        OsAccount = Optional(who, "osAccount"),
    };

    private static RecordPlace ReadPlace(JsonElement where) => new()
    {
        Device = Optional(where, "device"),
        Instrument = Optional(where, "instrument"),
        Serial = Optional(where, "serial"),
        Site = Optional(where, "site"),
        OperatingSystem = Optional(where, "os"),
        Local = Optional(where, "local"),
        Remote = Optional(where, "remote"),
        Proxy = Optional(where, "proxy"),
        ProxyScheme = Optional(where, "proxyScheme"),
        TlsIssuer = Optional(where, "tlsIssuer"),
        TlsInterception = Optional(where, "tlsInterception"),
    };

    private static RecordChange ReadChange(JsonElement change) => new()
    {
        Old = Optional(change, "old"),
        New = Optional(change, "new"),
        Reason = Optional(change, "reason"),
        StatedReason = Optional(change, "statedReason"),
        Outcome = Optional(change, "outcome"),
    };

    private static RecordSoftware ReadSoftware(JsonElement software) => new()
    {
        Version = Optional(software, "version"),
        Executable = Optional(software, "executable"),
        Policy = Optional(software, "policy"),
        Configuration = Optional(software, "configuration"),
        SiteFile = Optional(software, "siteFile"),
        Cryptography = Optional(software, "cryptography"),
        Plugins = software.TryGetProperty("plugins", out var plugins)
            ? [.. plugins.EnumerateArray().Select(p => new RecordPlugin(Required(p, "id"), Required(p, "version"), Optional(p, "hash")))]
            : ImmutableArray<RecordPlugin>.Empty,
    };

    private static JsonElement Object(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : throw Field(name);

    private static string Required(JsonElement parent, string name) => Optional(parent, name) ?? throw Field(name);

    private static string? Optional(JsonElement parent, string name) =>
        !parent.TryGetProperty(name, out var value) ? null : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Field(name);

    private static long Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : throw Field(name);

    private static RecordException Field(string name) => new(RecordFailure.BadField, $"The property \"{name}\" is missing or not what it should be.");
}

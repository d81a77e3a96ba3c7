using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Orchestrator.Audit.Records;

/// <summary>Writes a record as its line: fixed order of properties, nothing for a value that is null, no spaces, no newline.</summary>
public static class RecordWriter
{
    private const string UtcFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The exact bytes of a leaf.</summary>
    /// <exception cref="RecordException">The event code isn't one, or the line would be too long.</exception>
    public static byte[] Write(AuditRecord record) => WriteLater(record.When, record.Body, record.Context)(record.Sequence);

    /// <summary>
    /// Does now all that doesn't depend on the record's place, so that the log's one writer, on whom every append waits, has
    /// nothing left to do but to put the number in front.
    /// </summary>
    /// <returns>Makes the exact bytes of a leaf; may throw as this method does.</returns>
    /// <exception cref="RecordException">The event code isn't one, or the line would be too long.</exception>
    public static Func<long, byte[]> WriteLater(RecordStamp when, RecordBody body, RecordContext context)
    {
        var rest = WriteRest(when, body, context);
        return sequence => Join(sequence, rest);
    }

    private static byte[] Join(long sequence, byte[] rest)
    {
        Span<byte> start = stackalloc byte[64];
        Utf8.TryWrite(start, CultureInfo.InvariantCulture, $"{{\"v\":{AuditRecord.SchemaVersion},\"seq\":{sequence},", out var length);
        if (length + rest.Length > RecordLimits.LineBytes)
            throw new RecordException(RecordFailure.BadSize, $"The record has {length + rest.Length} bytes; {RecordLimits.LineBytes} are allowed.");
        return [.. start[..length], .. rest];
    }

    private static byte[] WriteRest(RecordStamp when, RecordBody body, RecordContext context)
    {
        if (!EventCodes.IsCode(body.Event))
            throw new RecordException(RecordFailure.BadField, "An event code has 1 to 64 lower-case letters, digits, dots and hyphens.");
        if (context.Software.Plugins.Length > RecordLimits.Plugins)
            throw new RecordException(RecordFailure.BadSize, $"A record names at most {RecordLimits.Plugins} plugins.");
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, RecordJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("event", body.Event);
            json.WriteString("text", RecordText.Clip(body.Sentence, RecordLimits.TextCharacters));
            WriteWho(json, body.Who);
            WriteWhen(json, when);
            Field(json, "session", body.Session);
            Field(json, "ticket", body.Ticket);
            if (body.Change is { } change)
                WriteChange(json, change);
            json.WritePropertyName("data");
            json.WriteRawValue(body.Data.Utf8.Span, skipInputValidation: true);
            WriteWhere(json, "at", body.Where);
            WriteWhere(json, "where", context.Where);
            WriteSoftware(json, context.Software);
            json.WriteString("build", RecordText.Clip(context.Build, RecordLimits.FieldCharacters));
            Field(json, "composition", context.Composition);
            json.WriteEndObject();
        }

        // Without the brace: Join begins the object.
        return buffer.WrittenSpan[1..].ToArray();
    }

    internal static string FormatUtc(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString(UtcFormat, CultureInfo.InvariantCulture);

    internal static bool TryParseUtc(string text, out long milliseconds)
    {
        var good = DateTimeOffset.TryParseExact(text, UtcFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time);
        milliseconds = good ? time.ToUnixTimeMilliseconds() : 0;
        return good;
    }

    private static void WriteWho(Utf8JsonWriter json, RecordActor who)
    {
        json.WriteStartObject("who");
        json.WriteString("kind", RecordText.Clip(who.Kind, RecordLimits.FieldCharacters));
        Field(json, "account", who.Account);
        Field(json, "name", who.PrintedName);
        Field(json, "role", who.Role);
        Field(json, "organisation", who.Organisation);
        Field(json, "authentication", who.Authentication);
        Field(json, "key", who.KeyFingerprint);
        Field(json, "statedName", who.StatedName);
        Field(json, "osAccount", who.OsAccount);
        json.WriteEndObject();
    }

    private static void WriteWhen(Utf8JsonWriter json, RecordStamp when)
    {
        json.WriteStartObject("when");
        json.WriteString("utc", FormatUtc(when.UtcMilliseconds));
        json.WriteNumber("offset", when.OffsetMinutes);
        json.WriteNumber("monotonic", when.MonotonicMicroseconds);
        json.WriteString("clock", RecordText.Clip(when.Clock, RecordLimits.FieldCharacters));
        json.WriteEndObject();
    }

    private static void WriteChange(Utf8JsonWriter json, RecordChange change)
    {
        json.WriteStartObject("change");
        Text(json, "old", change.Old);
        Text(json, "new", change.New);
        Text(json, "reason", change.Reason);
        Field(json, "statedReason", change.StatedReason);
        Field(json, "outcome", change.Outcome);
        json.WriteEndObject();
    }

    private static void WriteWhere(Utf8JsonWriter json, string name, RecordPlace? where)
    {
        if (where is null)
            return;
        json.WriteStartObject(name);
        Field(json, "device", where.Device);
        Field(json, "instrument", where.Instrument);
        Field(json, "serial", where.Serial);
        Field(json, "site", where.Site);
        Field(json, "os", where.OperatingSystem);
        Field(json, "local", where.Local);
        Field(json, "remote", where.Remote);
        Field(json, "proxy", where.Proxy);
        Field(json, "proxyScheme", where.ProxyScheme);
        Field(json, "tlsIssuer", where.TlsIssuer);
        Field(json, "tlsInterception", where.TlsInterception);
        json.WriteEndObject();
    }

    private static void WriteSoftware(Utf8JsonWriter json, RecordSoftware software)
    {
        json.WriteStartObject("software");
        Field(json, "version", software.Version);
        Field(json, "executable", software.Executable);
        Field(json, "policy", software.Policy);
        Field(json, "configuration", software.Configuration);
        Field(json, "siteFile", software.SiteFile);
        Field(json, "cryptography", software.Cryptography);
        if (software.Plugins.Length > 0)
        {
            json.WriteStartArray("plugins");
            foreach (var plugin in software.Plugins)
            {
                json.WriteStartObject();
                Token(json, "id", plugin.Id);
                Token(json, "version", plugin.Version);
                Token(json, "hash", plugin.Hash);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Field(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, RecordText.Clip(value, RecordLimits.FieldCharacters));
    }

    // From signed manifests, not from strangers: what doesn't fit is a fault.
    private static void Token(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
            return;
        if (value.Length > RecordLimits.TokenCharacters || value.Any(c => c is <= ' ' or > '~'))
            throw new RecordException(RecordFailure.BadField, "Ids, versions and hashes of plugins have at most 64 printable ASCII characters.");
        json.WriteString(name, value);
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, RecordText.Clip(value, RecordLimits.TextCharacters));
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Orchestrator.Plugins.Audit.Syslog;

/// <summary>What a record says of itself that a syslog header has a place for. A line that isn't such a record has neither, and goes out all the same.</summary>
/// <param name="Time">TIMESTAMP: when it happened, not when it was sent; <c>-</c> when unknown.</param>
/// <param name="Event">MSGID: its code; <c>-</c> when unknown.</param>
internal readonly record struct RecordHead(string Time, string Event)
{
    private const string Unknown = "-";
    private const string UtcFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    // RFC 5424, section 6: MSGID has at most 32 characters.
    private const int LongestId = 32;

    /// <summary>Looks for <c>event</c> and <c>when.utc</c>.</summary>
    public static RecordHead Of(ReadOnlySpan<byte> line)
    {
        var (time, code) = (Unknown, Unknown);
        try
        {
            var reader = new Utf8JsonReader(line);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return new RecordHead(time, code);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("event"u8))
                    code = Text(ref reader) is { } text && IsId(text) ? text[..Math.Min(text.Length, LongestId)] : Unknown;
                else if (reader.ValueTextEquals("when"u8))
                    time = Utc(ref reader);
                else
                    reader.Skip();
            }
        }
        catch (JsonException)
        {
            // What was read until then counts.
        }

        return new RecordHead(time, code);
    }

    private static string Utc(ref Utf8JsonReader reader)
    {
        var time = Unknown;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return time;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("utc"u8))
                reader.Skip();
            else if (Text(ref reader) is { } text && DateTimeOffset.TryParseExact(text, UtcFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
                time = text;
        }

        return time;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.GetString();
        reader.Skip();
        return null;
    }

    private static bool IsId(string text) => text.Length > 0 && text.All(letter => letter is > ' ' and <= '~');
}

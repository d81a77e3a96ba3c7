using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Orchestrator.Audit.Records;

/// <summary>The typed fields of an event: a JSON object in canonical bytes. Equal when the bytes are.</summary>
public sealed class RecordData : IEquatable<RecordData>
{
    private readonly byte[] _utf8;

    private RecordData(byte[] utf8) => _utf8 = utf8;

    /// <summary>No fields.</summary>
    public static RecordData Empty { get; } = new("{}"u8.ToArray());

    /// <summary>The object's bytes.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <summary>Writes the fields in the order of the calls. Strings from outside are cut by the caller or by <see cref="Text"/>.</summary>
    /// <exception cref="RecordException">Larger than <see cref="RecordLimits.DataBytes"/>.</exception>
    public static RecordData Create(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, RecordJson.WriterOptions))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        if (buffer.WrittenCount > RecordLimits.DataBytes)
            throw new RecordException(RecordFailure.BadSize, $"The fields of a record have {buffer.WrittenCount} bytes; {RecordLimits.DataBytes} are allowed.");
        return new RecordData(buffer.WrittenSpan.ToArray());
    }

    /// <summary>Text from outside, cut to what one field may hold.</summary>
    public static string Text(string text) => RecordText.Clip(text, RecordLimits.TextCharacters);

    /// <summary>The fields for reading. The caller keeps nothing of it beyond its own use.</summary>
    public JsonElement Read()
    {
        using var document = JsonDocument.Parse(_utf8, RecordJson.ReaderOptions);
        return document.RootElement.Clone();
    }

    internal static RecordData From(JsonElement element) => Create(json =>
    {
        foreach (var property in element.EnumerateObject())
            property.WriteTo(json);
    });

    /// <inheritdoc />
    public bool Equals(RecordData? other) => other is not null && _utf8.AsSpan().SequenceEqual(other._utf8);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as RecordData);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_utf8);
        return hash.ToHashCode();
    }

    /// <inheritdoc />
    public override string ToString() => Encoding.UTF8.GetString(_utf8);
}

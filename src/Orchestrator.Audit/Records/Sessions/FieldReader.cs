using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Domain;

namespace Orchestrator.Audit.Records;

/// <summary>Reads typed fields of an event; whatever is missing or of another type is a <see cref="RecordException"/>.</summary>
internal sealed class FieldReader(JsonElement data, ITextVault texts)
{
    public bool Has(string name) => data.TryGetProperty(name, out _);

    public FieldReader Object(string name) => new(Property(name, JsonValueKind.Object), texts);

    public string Text(string name) => String(Property(name, JsonValueKind.String), name);

    /// <summary>A person's words: the field holds their commitment.</summary>
    public string Committed(string name) => texts.Find(Text(name)) ?? "";

    public bool Flag(string name) => data.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? value.GetBoolean()
        : throw Bad(name);

    public int Int(string name) => Property(name, JsonValueKind.Number).TryGetInt32(out var value) ? value : throw Bad(name);

    public long Long(string name) => Property(name, JsonValueKind.Number).TryGetInt64(out var value) ? value : throw Bad(name);

    public uint Id(string name) => Property(name, JsonValueKind.Number).TryGetUInt32(out var value) ? value : throw Bad(name);

    public T Word<T>(string name)
        where T : struct, Enum => Words<T>.Parse(Text(name));

    public Capability Capability(string name = "capability") => Capabilities.Parse(Text(name)) ?? throw Bad(name);

    public FileOffer File()
    {
        var file = Object("file");
        return new FileOffer(file.Text("name"), file.Long("size"), file.Text("sha256"));
    }

    /// <summary>Evidence: its commitment in one field, the signature over it in another.</summary>
    public Receipt Receipt() => new(Committed("receipt"), Text("receiptSignature"));

    public ImmutableArray<ChannelId> Channels(string name) =>
        [.. Property(name, JsonValueKind.Array).EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Number && e.TryGetUInt32(out var id) ? new ChannelId(id) : throw Bad(name))];

    /// <summary>An object whose members are named by capabilities; the reader is given each member's name within it.</summary>
    public ImmutableSortedDictionary<Capability, T> ByCapability<T>(string name, Func<FieldReader, string, T> read)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<Capability, T>();
        var members = Object(name);
        foreach (var property in Property(name, JsonValueKind.Object).EnumerateObject())
            values[Capabilities.Parse(property.Name) ?? throw Bad(name)] = read(members, property.Name);
        return values.ToImmutable();
    }

    /// <summary>Texts of one kind.</summary>
    public ImmutableArray<string> Texts(string name, Func<string, bool> isOne) =>
        [.. Property(name, JsonValueKind.Array).EnumerateArray().Select(e => e.ValueKind == JsonValueKind.String && isOne(String(e, name)) ? String(e, name) : throw Bad(name))];

    private static RecordException Bad(string name) => new(RecordFailure.BadField, $"The field \"{name}\" of an event is missing or not what it should be.");

    private static string String(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Bad(name); // half a surrogate pair
        }
    }

    private JsonElement Property(string name, JsonValueKind kind) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : throw Bad(name);
}

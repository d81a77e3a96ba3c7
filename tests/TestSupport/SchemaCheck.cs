using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orchestrator.TestSupport;

/// <summary>
/// Holds JSON against a schema (draft 2020-12): the words that docs/audit-record.schema.json uses, and no others. A word that isn't known here throws,
/// so nothing in the schema is silently left unchecked.
/// </summary>
public sealed class SchemaCheck
{
    private static readonly string[] Comments = ["$schema", "$id", "$defs", "title", "description"];

    private readonly JsonElement _root;

    private SchemaCheck(JsonElement root) => _root = root;

    /// <summary>The schema of a record.</summary>
    public static SchemaCheck OfRecords() => Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "audit-record.schema.json")));

    /// <summary>A schema.</summary>
    public static SchemaCheck Parse(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return new SchemaCheck(document.RootElement.Clone());
    }

    /// <summary>What isn't as the schema says, each with its place; empty when all is.</summary>
    public IReadOnlyList<string> Check(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. Check(_root, document.RootElement, "$")];
    }

    private IEnumerable<string> Check(JsonElement schema, JsonElement value, string at) =>
        schema.EnumerateObject().Where(word => !Comments.Contains(word.Name)).SelectMany(word => Word(schema, word, value, at));

    private IEnumerable<string> Word(JsonElement schema, JsonProperty word, JsonElement value, string at) => word.Name switch
    {
        "$ref" => Check(Resolve(word.Value.GetString()!), value, at),
        "allOf" => word.Value.EnumerateArray().SelectMany(one => Check(one, value, at)),
        "oneOf" => word.Value.EnumerateArray().Count(one => !Check(one, value, at).Any()) == 1 ? [] : [$"{at}: not exactly one of its forms"],
        "if" => !Check(word.Value, value, at).Any() && schema.TryGetProperty("then", out var then) ? Check(then, value, at) : [],
        "then" => [],
        "type" => IsType(value, word.Value.GetString()!) ? [] : [$"{at}: {value.ValueKind} where {word.Value.GetString()} should be"],
        "const" => JsonElement.DeepEquals(value, word.Value) ? [] : [$"{at}: not {word.Value.GetRawText()}"],
        "enum" => word.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)) ? [] : [$"{at}: {value.GetRawText()} isn't among the words"],
        "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, word.Value.GetString()!) ? [] : [$"{at}: {value.GetRawText()} hasn't the shape {word.Value.GetString()}"],
        "maxLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() <= word.Value.GetInt32() ? [] : [$"{at}: too long"],
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetInt64() >= word.Value.GetInt64() ? [] : [$"{at}: too small"],
        "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= word.Value.GetInt32() ? [] : [$"{at}: too many"],
        "items" => value.ValueKind != JsonValueKind.Array ? [] : value.EnumerateArray().SelectMany((one, i) => Check(word.Value, one, $"{at}[{i}]")),
        "required" => value.ValueKind != JsonValueKind.Object ? [] : word.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{at}: no {name.GetString()}"),
        "properties" => value.ValueKind != JsonValueKind.Object ? [] : word.Value.EnumerateObject().Where(p => value.TryGetProperty(p.Name, out _)).SelectMany(p => Check(p.Value, value.GetProperty(p.Name), $"{at}.{p.Name}")),
        "propertyNames" => value.ValueKind != JsonValueKind.Object ? [] : value.EnumerateObject().SelectMany(p => Check(word.Value, JsonSerializer.SerializeToElement(p.Name), $"{at}.{p.Name}")),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object ? [] : value.EnumerateObject().Where(p => !IsNamed(schema, p.Name)).SelectMany(p => word.Value.ValueKind == JsonValueKind.False ? [$"{at}: {p.Name} isn't known"] : Check(word.Value, p.Value, $"{at}.{p.Name}")),
        _ => throw new NotSupportedException($"The schema uses \"{word.Name}\", which isn't checked here."),
    };

    private static bool IsNamed(JsonElement schema, string name) => schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out _);

    private JsonElement Resolve(string reference) => _root.GetProperty("$defs").GetProperty(reference["#/$defs/".Length..]);

    private static bool IsType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new NotSupportedException($"The schema names the type \"{type}\", which isn't checked here."),
    };
}

using System.Globalization;
using System.Text.Json;
using Orchestrator.Audit.Records;

namespace Orchestrator.Audit.Export;

/// <summary>A record as all its values by path, in the order of the line: whatever a newer version adds is there, too.</summary>
internal sealed class RecordValues
{
    private static readonly string[] ContextParts = ["where", "software", "build", "composition"];

    private readonly List<(string Path, string Value)> _values = [];
    private readonly HashSet<string> _shown = new(StringComparer.Ordinal);

    private RecordValues()
    {
    }

    /// <summary>All values with their paths, for example <c>data.file.name</c>. Texts as they are; other values as JSON writes them.</summary>
    public IReadOnlyList<(string Path, string Value)> All => _values;

    /// <summary>What nobody took yet, but what records have in common.</summary>
    public IEnumerable<(string Path, string Value)> Rest => _values.Where(v => !_shown.Contains(v.Path) && !IsContext(v.Path));

    /// <summary>Where and by what it was written.</summary>
    public IEnumerable<(string Path, string Value)> Context => _values.Where(v => IsContext(v.Path));

    /// <summary>Takes a line apart; null when it isn't a JSON object.</summary>
    public static RecordValues? Of(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 32 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var values = new RecordValues();
            values.Add("", document.RootElement);
            return values;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A value, without taking it; null when there is none.</summary>
    public string? Peek(string path) => _values.FirstOrDefault(v => v.Path == path).Value;

    /// <summary>Takes a value: it is shown where it was asked for.</summary>
    public string? Take(string path)
    {
        var value = Peek(path);
        if (value is not null)
            _shown.Add(path);
        return value;
    }

    private static bool IsContext(string path) => ContextParts.Any(part => path == part || path.StartsWith(part + ".", StringComparison.Ordinal));

    private void Add(string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().Any():
                foreach (var property in value.EnumerateObject())
                    Add(path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.Value);
                break;
            case JsonValueKind.Array when value.GetArrayLength() > 0:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                    Add(string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]"), item);
                break;
            case JsonValueKind.String:
                _values.Add((path, value.GetString()!));
                break;
            default:
                _values.Add((path, value.GetRawText()));
                break;
        }
    }
}

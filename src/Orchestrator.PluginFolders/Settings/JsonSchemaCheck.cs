using System.Text.Json;
using System.Text.RegularExpressions;
using Json.Schema;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders;

/// <summary>Holds settings against a schema with JsonSchema.Net. Fetches nothing: a reference that leads out of the schema is a flaw.</summary>
public sealed class JsonSchemaCheck : ISettingsCheck
{
    private static readonly EvaluationOptions How = new() { OutputFormat = OutputFormat.List };
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private JsonSchemaCheck()
    {
    }

    /// <summary>The one there is; it keeps nothing.</summary>
    public static JsonSchemaCheck Instance { get; } = new();

    /// <inheritdoc />
    public SettingsFlaw? Check(ReadOnlyMemory<byte> schema, ReadOnlyMemory<byte> settings)
    {
        using var rules = JsonDocument.Parse(schema);
        try
        {
            using var given = JsonDocument.Parse(settings.IsEmpty ? "{}"u8.ToArray() : settings, Strict);
            return Flaw(() => Build(rules.RootElement), given.RootElement);
        }
        catch (JsonException problem)
        {
            return new SettingsFlaw("", $"they aren't JSON, at line {problem.LineNumber + 1}");
        }
    }

    /// <summary>What makes it no schema; null when it is one.</summary>
    internal static string? Flaw(JsonElement schema) =>
        Flaw(() => MetaSchemas.Draft202012, schema) is { } flaw ? $"{flaw.Problem}, at {(flaw.Place.Length > 0 ? flaw.Place : "its top")}"
        : Stranger(schema) is { } reference ? $"{reference} leads out of it, and nothing is fetched"
        : Unusable(() => Build(schema).Evaluate(schema, How));

    private static string? Stranger(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().Select(member => IsReference(member) ? PackagePath.Shown(member.Value.GetString()!) : Stranger(member.Value)).FirstOrDefault(found => found is not null),
        JsonValueKind.Array => node.EnumerateArray().Select(Stranger).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static bool IsReference(JsonProperty member) =>
        member.Name is "$ref" or "$dynamicRef" && member.Value.ValueKind == JsonValueKind.String && !member.Value.GetString()!.StartsWith('#');

    // A registry of its own: the library's global one keeps every schema for ever, and lets one refer to another's.
    private static JsonSchema Build(JsonElement schema) =>
        JsonSchema.Build(schema, new BuildOptions { SchemaRegistry = new SchemaRegistry(), Dialect = Dialect.Draft202012 });

    private static SettingsFlaw? Flaw(Func<JsonSchema> schema, JsonElement instance)
    {
        EvaluationResults? result = null;
        if (Unusable(() => result = schema().Evaluate(instance, How)) is { } unusable)
            return new SettingsFlaw("", unusable);
        if (result!.IsValid)
            return null;
        var first = result.Details?.FirstOrDefault(detail => detail.Errors is { Count: > 0 });
        return new SettingsFlaw(first?.InstanceLocation.ToString() ?? "", first?.Errors!.Values.First().TrimEnd('.') ?? "they don't fit");
    }

    private static string? Unusable(Action use)
    {
        try
        {
            use();
            return null;
        }
        catch (Exception problem) when (problem is JsonSchemaException or RefResolutionException or JsonException or InvalidOperationException or ArgumentException or RegexMatchTimeoutException)
        {
            return $"the schema can't be used ({ProblemText.Of(problem)})";
        }
    }
}

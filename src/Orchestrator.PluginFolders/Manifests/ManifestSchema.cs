using System.Text;
using System.Text.Json;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders;

/// <summary>The member "settings": a JSON Schema, kept as it is written.</summary>
internal static class ManifestSchema
{
    /// <exception cref="PluginRefusedException">It isn't a schema.</exception>
    public static ReadOnlyMemory<byte> Read(JsonElement? settings, string where)
    {
        if (settings is not { } schema)
            return default;
        if (schema.ValueKind != JsonValueKind.Object)
            throw ManifestReader.Invalid(where, "\"settings\" must be a JSON Schema, an object");
        var bytes = Encoding.UTF8.GetBytes(schema.GetRawText());
        if (bytes.Length > ManifestLimits.SchemaBytes)
            throw ManifestReader.Invalid(where, $"\"settings\" is longer than {ManifestLimits.SchemaBytes} bytes");
        return JsonSchemaCheck.Flaw(schema) is { } flaw
            ? throw ManifestReader.Invalid(where, $"\"settings\" isn't a JSON Schema (2020-12): {flaw}")
            : bytes;
    }
}

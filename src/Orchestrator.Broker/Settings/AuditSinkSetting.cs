using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Broker.Settings;

/// <summary>One further place that the broker's records go to.</summary>
/// <param name="Plugin">Id of an audit plugin, for example <c>audit.file</c>.</param>
/// <param name="IsRequired">True: what isn't confirmed there doesn't count, and sessions stop. False: it is caught up when it can be.</param>
/// <param name="Settings">The plugin's own settings.</param>
public sealed record AuditSinkSetting(
    [property: JsonRequired] string Plugin,
    [property: JsonRequired, JsonPropertyName("required")] bool IsRequired,
    JsonElement? Settings = null)
{
    /// <summary>The plugin's settings as it gets them.</summary>
    internal ReadOnlyMemory<byte> SettingsBytes => Settings is { } settings ? JsonSerializer.SerializeToUtf8Bytes(settings) : default;
}

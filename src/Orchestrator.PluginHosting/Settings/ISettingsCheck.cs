namespace Orchestrator.PluginHosting;

/// <summary>Holds settings against the schema in a plugin's manifest, before any of the plugin's code runs. A program without one (QuickSupport: its plugins have no schema) checks nothing.</summary>
public interface ISettingsCheck
{
    /// <summary>Null when they fit.</summary>
    /// <param name="schema">JSON Schema, UTF-8; as <see cref="PluginManifest.SettingsSchema"/>, not empty.</param>
    /// <param name="settings">UTF-8 JSON; empty counts as <c>{}</c>.</param>
    SettingsFlaw? Check(ReadOnlyMemory<byte> schema, ReadOnlyMemory<byte> settings);
}

/// <summary>What doesn't fit, first of perhaps several.</summary>
/// <param name="Place">JSON Pointer into the settings; empty for the whole.</param>
/// <param name="Problem">What is wrong there, without a full stop.</param>
public sealed record SettingsFlaw(string Place, string Problem);

/// <summary>The refusal that a flaw leads to.</summary>
internal static class SettingsChecks
{
    /// <exception cref="PluginRefusedException">The settings don't fit the manifest's schema.</exception>
    public static void Require(this ISettingsCheck? check, PluginManifest manifest, ReadOnlyMemory<byte> settings)
    {
        if (manifest.SettingsSchema.IsEmpty || check?.Check(manifest.SettingsSchema, settings) is not { } flaw)
            return;
        var place = flaw.Place.Length == 0 ? "as a whole" : $"at {flaw.Place}";
        throw new PluginRefusedException(
            PluginRefusalReason.SettingsInvalid,
            manifest.ToString(),
            $"The plugin {manifest} is refused: its settings don't fit its schema, {place}: {flaw.Problem}. Correct the settings; `plugins inspect` shows what may stand there.");
    }
}

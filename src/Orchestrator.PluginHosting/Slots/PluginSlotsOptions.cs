using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>What a program gives to its plugins' slots.</summary>
public sealed class PluginSlotsOptions
{
    /// <summary>What may be loaded now; asked again for each command, so that what was installed meanwhile counts.</summary>
    public required Func<PluginCatalog> Catalog { get; init; }

    /// <summary>The only clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Makes the log of one plugin; null where the program has no place for a plugin's lines.</summary>
    public Func<PluginManifest, IPluginLog>? Log { get; init; }

    /// <summary>Folder that a plugin may write to, empty for none; null where there is none to give.</summary>
    public Func<PluginManifest, string>? DataDirectory { get; init; }

    /// <summary>Holds settings against a plugin's schema; null where no plugin has one.</summary>
    public ISettingsCheck? SettingsCheck { get; init; }

    /// <summary>Who is told what happens; null for nobody.</summary>
    public IPluginEvents? Events { get; init; }
}

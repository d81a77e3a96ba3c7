namespace Orchestrator.Abstractions;

/// <summary>What the host lends to a plugin for its lifetime. Grows by init properties only.</summary>
public sealed class PluginContext
{
    /// <summary>Folder that the plugin was loaded from; empty for a compiled-in plugin.</summary>
    public string InstallDirectory { get; init; } = "";

    /// <summary>Folder that the plugin may write to; empty where the host has none to give.</summary>
    public string DataDirectory { get; init; } = "";

    /// <summary>Settings as UTF-8 JSON; empty when there are none.</summary>
    public ReadOnlyMemory<byte> Settings { get; init; }

    /// <summary>The only clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The host's log.</summary>
    public required IPluginLog Log { get; init; }
}

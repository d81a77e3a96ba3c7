namespace Orchestrator.Abstractions;

/// <summary>
/// What the host lends to a plugin for its lifetime; immutable, usable from any thread, not after disposal. Grows by init properties only.
/// </summary>
public sealed class PluginContext
{
    /// <summary>Folder that the plugin was loaded from, absolute, only to be read; empty for a compiled-in plugin.</summary>
    public string InstallDirectory { get; init; } = "";

    /// <summary>Folder that the plugin may write to, absolute, kept between generations; empty where the host has none to give.</summary>
    public string DataDirectory { get; init; } = "";

    /// <summary>Settings as UTF-8 JSON, without a byte order mark; empty when there are none. The bytes don't change.</summary>
    public ReadOnlyMemory<byte> Settings { get; init; }

    /// <summary>The only clock: for times, delays and timers. A timer made of it is disposed with the plugin.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The host's log.</summary>
    public required IPluginLog Log { get; init; }
}

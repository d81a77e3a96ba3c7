using System.Collections.Immutable;

namespace Orchestrator.PluginHosting;

/// <summary>What a plugin says of itself before any of its code is loaded.</summary>
/// <param name="Id">Lower case letters, digits, single dots and hyphens; at most 64 characters.</param>
/// <param name="Kind">What it adapts.</param>
/// <param name="Version">Three numbers.</param>
/// <param name="Contract">Versions of the contract that it was made for.</param>
/// <param name="Hosts">Programs that may load it; at least one.</param>
/// <param name="EntryAssembly">File name of the assembly with the entry point; empty when compiled in.</param>
public sealed record PluginManifest(
    string Id, PluginKind Kind, Version Version, ContractRange Contract, ImmutableArray<PluginHostKind> Hosts, string EntryAssembly)
{
    /// <summary>What a plugin may keep in memory whose manifest doesn't say.</summary>
    public const int DefaultMemoryMiB = 256;

    /// <summary>What it asks for. Shown and recorded; nothing enforces it.</summary>
    public PluginPermissions Permissions { get; init; } = PluginPermissions.None;

    /// <summary>JSON Schema of its settings, UTF-8; empty when it has none.</summary>
    public ReadOnlyMemory<byte> SettingsSchema { get; init; }

    /// <summary>Memory in MiB that it may keep: 1 to 1024.</summary>
    public int MemoryMiB { get; init; } = DefaultMemoryMiB;

    /// <summary>Every file of its package but plugin.json and plugin.sig, by its path with forward slashes, with its SHA-256 in lower-case hex; empty when compiled in.</summary>
    public ImmutableSortedDictionary<string, string> Files { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>SHA-256 of plugin.json in lower-case hex: the name of exactly this package. Null when compiled in.</summary>
    public string? Hash { get; init; }

    /// <summary>Whose signature was verified; null when compiled in or unsigned.</summary>
    public PluginPublisher? Publisher { get; init; }

    /// <summary>The manifest of a plugin that is compiled in: made with this host's contract, for every program that lists it.</summary>
    public static PluginManifest CompiledIn(string id, PluginKind kind, Version version) =>
        new(id, kind, version, new ContractRange(ContractRange.Offered, new Version(ContractRange.Offered.Major + 1, 0)), [.. Enum.GetValues<PluginHostKind>()], "");

    /// <summary>Id and version, as in the audit.</summary>
    public override string ToString() => $"{Id} {Version}";

    /// <summary>The refusal of what it is the manifest of.</summary>
    internal PluginRefusedException Refused(PluginRefusalReason reason, string what, string detail) =>
        new(new PluginRefusal(reason, ToString(), $"The plugin {this} is refused: {what} ({detail}). Install it again, or install another version.") { Plugin = Id, Version = Version });
}

using System.Collections.Immutable;

namespace Orchestrator.PluginHosting;

/// <summary>What a plugin says of itself before any of its code is loaded.</summary>
/// <param name="Id">Lower case letters, digits, single dots and hyphens; at most 64 characters.</param>
/// <param name="Kind">What it adapts.</param>
/// <param name="Version">Three numbers.</param>
/// <param name="Contract">Versions of the contract that it was made for.</param>
/// <param name="Hosts">Programs that may load it; at least one.</param>
/// <param name="EntryAssembly">File name of the assembly with the entry point; empty when compiled in.</param>
/// <param name="Destinations">Audit only: where it dials itself, as host:port.</param>
public sealed record PluginManifest(
    string Id,
    PluginKind Kind,
    Version Version,
    ContractRange Contract,
    ImmutableArray<PluginHostKind> Hosts,
    string EntryAssembly,
    ImmutableArray<string> Destinations)
{
    /// <summary>Memory in MiB that it may keep.</summary>
    public int MemoryMiB { get; init; } = 256;

    /// <summary>The manifest of a plugin that is compiled in: made with this host's contract, for every program that lists it.</summary>
    public static PluginManifest CompiledIn(string id, PluginKind kind, Version version) =>
        new(id, kind, version, new ContractRange(ContractRange.Offered, new Version(ContractRange.Offered.Major + 1, 0)), [.. Enum.GetValues<PluginHostKind>()], "", []);

    /// <summary>Id and version, as in the audit.</summary>
    public override string ToString() => $"{Id} {Version}";

    /// <summary>The refusal of what it is the manifest of.</summary>
    internal PluginRefusedException Refused(PluginRefusalReason reason, string what, string detail) =>
        new(new PluginRefusal(reason, ToString(), $"The plugin {this} is refused: {what} ({detail}). Install it again, or install another version.") { Plugin = Id, Version = Version });
}

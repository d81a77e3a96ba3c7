using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders;

/// <summary>Reads plugin.json, or says in one sentence what is wrong with it.</summary>
internal static class ManifestReader
{
    /// <summary>Reads the manifest of a package.</summary>
    /// <param name="json">The file's bytes.</param>
    /// <param name="where">File or folder, for the sentence.</param>
    /// <exception cref="PluginRefusedException">Not a manifest.</exception>
    public static PluginManifest Read(ReadOnlySpan<byte> json, string where)
    {
        var text = Parse(json, where);
        var manifest = Common(text, where) with
        {
            Files = ManifestFiles.Read(text.Files ?? throw Missing(where, "files"), where),
            Hash = Convert.ToHexStringLower(SHA256.HashData(json)),
        };
        return manifest.Files.ContainsKey(manifest.EntryAssembly)
            ? manifest
            : throw Invalid(where, $"\"files\" doesn't list the entry assembly {manifest.EntryAssembly}");
    }

    /// <summary>Reads an author's manifest, whose files aren't listed yet.</summary>
    /// <exception cref="PluginRefusedException">Not one, or it lists files.</exception>
    public static PluginManifest ReadDraft(ReadOnlySpan<byte> json, string where)
    {
        var text = Parse(json, where);
        return text.Files is null ? Common(text, where) : throw Invalid(where, "\"files\" is there already; `pack` fills it in, leave it out");
    }

    internal static PluginRefusedException Invalid(string where, string what) =>
        new(PluginRefusalReason.ManifestInvalid, where, $"The manifest of the plugin in {where} is refused: {what}. Correct plugin.json or install the plugin again.");

    private static ManifestText Parse(ReadOnlySpan<byte> json, string where)
    {
        if (json.Length > ManifestLimits.Bytes)
            throw Invalid(where, $"it is longer than {ManifestLimits.Bytes} bytes");
        try
        {
            return JsonSerializer.Deserialize(json, ManifestJson.Default.ManifestText) ?? throw Invalid(where, "it is empty");
        }
        catch (JsonException problem)
        {
            throw Invalid(where, $"it can't be read at line {problem.LineNumber + 1}, {(string.IsNullOrEmpty(problem.Path) ? "$" : problem.Path)}: not JSON there, or a member that is unknown, there twice, or of the wrong type");
        }
    }

    private static PluginManifest Common(ManifestText text, string where)
    {
        var id = text.Id ?? throw Missing(where, "id");
        if (!PluginIds.IsId(id))
            throw Invalid(where, "\"id\" must be lower case words of letters and digits, joined by dots or hyphens, at most 64 characters");
        var kind = Kind(text.Kind ?? throw Missing(where, "kind"), where);
        var version = Numbers(text.Version ?? throw Missing(where, "version"), 3, "version", where);
        var contract = Range(text.Contract ?? throw Missing(where, "contract"), where);
        var hosts = Hosts(text.Hosts ?? throw Missing(where, "hosts"), where);
        var entry = text.EntryAssembly ?? throw Missing(where, "entryAssembly");
        if (!ManifestLimits.AssemblyFile().IsMatch(entry))
            throw Invalid(where, "\"entryAssembly\" must be the file name of a .dll, without a folder");
        var memory = text.MemoryMiB ?? PluginManifest.DefaultMemoryMiB;
        if (memory is < 1 or > ManifestLimits.MemoryMiB)
            throw Invalid(where, $"\"memoryMiB\" must be 1 to {ManifestLimits.MemoryMiB}");
        return new PluginManifest(id, kind, version, contract, hosts, entry)
        {
            Permissions = ManifestPermissions.Read(text.Permissions, kind, where),
            SettingsSchema = ManifestSchema.Read(text.Settings, where),
            MemoryMiB = memory,
        };
    }

    private static PluginKind Kind(string word, string where)
    {
        foreach (var kind in Enum.GetValues<PluginKind>())
        {
            if (kind.Word() == word)
                return kind;
        }

        throw Invalid(where, "\"kind\" must be capture, transport, proxy or audit");
    }

    private static ContractRange Range(ManifestText.Range text, string where)
    {
        var range = new ContractRange(
            Numbers(text.From ?? throw Missing(where, "contract.from"), 2, "contract.from", where),
            Numbers(text.Below ?? throw Missing(where, "contract.below"), 2, "contract.below", where));
        return range.From < range.Below ? range : throw Invalid(where, "\"contract.from\" must be lower than \"contract.below\"");
    }

    private static ImmutableArray<PluginHostKind> Hosts(string[] words, string where)
    {
        var hosts = Enum.GetValues<PluginHostKind>().Where(host => words.Count(word => word == host.Word()) == 1).ToImmutableArray();
        return hosts.Length == words.Length && hosts.Length > 0
            ? hosts
            : throw Invalid(where, "\"hosts\" must list quicksupport, broker, console or testbed, each at most once and at least one");
    }

    private static Version Numbers(string text, int count, string member, string where) =>
        PluginIds.TryParse(text, count, out var version)
            ? version
            : throw Invalid(where, $"\"{member}\" must be {count} numbers joined by dots");

    private static PluginRefusedException Missing(string where, string member) => Invalid(where, $"\"{member}\" is missing");
}

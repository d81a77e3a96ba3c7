using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.PluginHosting;

namespace Orchestrator.PluginFolders;

/// <summary>Reads plugin.json, or says in one sentence what is wrong with it.</summary>
internal static class ManifestReader
{
    /// <summary>Reads one manifest.</summary>
    /// <param name="json">The file's bytes.</param>
    /// <param name="where">File or folder, for the sentence.</param>
    /// <exception cref="PluginRefusedException">Not a manifest.</exception>
    public static PluginManifest Read(ReadOnlySpan<byte> json, string where)
    {
        if (json.Length > ManifestLimits.Bytes)
            throw Invalid(where, $"it is longer than {ManifestLimits.Bytes} bytes");
        ManifestText text;
        try
        {
            text = JsonSerializer.Deserialize(json, ManifestJson.Default.ManifestText) ?? throw Invalid(where, "it is empty");
        }
        catch (JsonException problem)
        {
            throw Invalid(where, $"it can't be read at line {problem.LineNumber + 1}, {(string.IsNullOrEmpty(problem.Path) ? "$" : problem.Path)}");
        }

        if (text.Id.Length > ManifestLimits.IdLength || !ManifestLimits.Id().IsMatch(text.Id))
            throw Invalid(where, "\"id\" must be lower case words of letters and digits, joined by dots or hyphens, at most 64 characters");
        if (!ManifestLimits.AssemblyFile().IsMatch(text.EntryAssembly))
            throw Invalid(where, "\"entryAssembly\" must be the file name of a .dll, without a folder");
        var kind = Kind(text.Kind, where);
        return new PluginManifest(
            text.Id,
            kind,
            Numbers(text.Version, 3, "version", where),
            Range(text.Contract, where),
            Hosts(text.Hosts, where),
            text.EntryAssembly,
            Destinations(text.Destinations, kind, where));
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
        var range = new ContractRange(Numbers(text.From, 2, "contract.from", where), Numbers(text.Below, 2, "contract.below", where));
        return range.From < range.Below ? range : throw Invalid(where, "\"contract.from\" must be lower than \"contract.below\"");
    }

    private static ImmutableArray<PluginHostKind> Hosts(string[] words, string where)
    {
        var hosts = ImmutableArray.CreateBuilder<PluginHostKind>();
        foreach (var host in Enum.GetValues<PluginHostKind>())
        {
            if (words.Count(word => word == Word(host)) == 1)
                hosts.Add(host);
        }

        return hosts.Count == words.Length && hosts.Count > 0
            ? hosts.ToImmutable()
            : throw Invalid(where, "\"hosts\" must list quicksupport, broker, console or testbed, each at most once and at least one");
    }

    private static ImmutableArray<string> Destinations(string[]? texts, PluginKind kind, string where)
    {
        if (texts is null or [])
            return [];
        if (kind != PluginKind.Audit)
            throw Invalid(where, "only an audit sink may name \"destinations\"; every other kind gets its streams from the host");
        return texts.Length <= ManifestLimits.Destinations && texts.All(text => ManifestLimits.Destination().IsMatch(text))
            ? [.. texts]
            : throw Invalid(where, $"\"destinations\" must be at most {ManifestLimits.Destinations} entries of the form host:port");
    }

    private static Version Numbers(string text, int count, string member, string where) =>
        Version.TryParse(text, out var version) && version.ToString() == text && text.Count(letter => letter == '.') == count - 1
            ? version
            : throw Invalid(where, $"\"{member}\" must be {count} numbers joined by dots");

    private static string Word(PluginHostKind host) => host switch
    {
        PluginHostKind.QuickSupport => "quicksupport",
        PluginHostKind.Broker => "broker",
        PluginHostKind.Console => "console",
        PluginHostKind.Testbed => "testbed",
        _ => throw new ArgumentOutOfRangeException(nameof(host)),
    };

    private static PluginRefusedException Invalid(string where, string what) =>
        new(PluginRefusalReason.ManifestInvalid, where, $"The manifest of the plugin in {where} is refused: {what}. Correct plugin.json or install the plugin again.");
}

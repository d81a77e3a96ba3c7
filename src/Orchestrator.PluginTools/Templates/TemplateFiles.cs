using System.Reflection;

namespace Orchestrator.PluginTools;

/// <summary>The files of <c>templates/content</c>, as they go into the package of templates too: one folder for what all kinds have, one for each kind.</summary>
internal static class TemplateFiles
{
    private const string Prefix = "template/";
    private const string Name = "MyPlugin";
    private const string IdWord = "myplugin";

    private static readonly Assembly Own = typeof(TemplateFiles).Assembly;

    /// <summary>The kinds that there is a template of.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
        [.. Resources().Select(path => path.Split('/')[0]).Where(folder => folder != "common").Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Path and text of each file of a plugin of one kind, with the name in place.</summary>
    public static IEnumerable<(string Path, string Text)> For(string kind, string name)
    {
        var word = name.ToLowerInvariant();
        foreach (var path in Resources().Where(path => path.StartsWith("common/", StringComparison.Ordinal) || path.StartsWith($"{kind}/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(Own.GetManifestResourceStream(Prefix + path)!);
            var target = path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..];
            yield return (Named(target), Named(reader.ReadToEnd()));
        }

        string Named(string text) => text.Replace(Name, name, StringComparison.Ordinal).Replace(IdWord, word, StringComparison.Ordinal);
    }

    // The build writes the folder separator of the machine that it runs on.
    private static IEnumerable<string> Resources() =>
        Own.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..].Replace('\\', '/'));
}

using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Abstractions;
using Orchestrator.PluginFolders;
using Orchestrator.PluginHosting;
using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.EndToEnd.Plugins;

/// <summary>A plugin folder with signed versions of plugins that are real, and the trust file beside it.</summary>
internal sealed class RealPluginFolder
{
    private readonly string _root;
    private readonly PluginTrustFile _trust;

    public RealPluginFolder(string home)
    {
        _root = Directory.CreateDirectory(Path.Combine(home, "plugins")).FullName;
        _trust = new PluginTrustFile(Path.Combine(home, PluginTrustFile.Name));
        _trust.Write(PluginTrust.Nobody.With(TestPublisher.Known.Trusted));
    }

    /// <summary>As a program is told of it.</summary>
    public PluginFolderOptions Options => new(_root, _trust.Path);

    /// <summary>Its plugins.</summary>
    public FolderPluginSource Source => Options.Open();

    /// <summary>Installs versions 2.0.0, 2.0.1 and so on of one of the product's own plugins.</summary>
    /// <typeparam name="T">The plugin.</typeparam>
    public RealPluginFolder With<T>(string id, PluginKind kind, int versions)
        where T : IPlugin
    {
        for (var version = 0; version < versions; version++)
        {
            Install(id, kind, string.Create(CultureInfo.InvariantCulture, $"2.0.{version}"), Path.Combine(AppContext.BaseDirectory, $"{typeof(T).Assembly.GetName().Name}.dll"));
        }

        return this;
    }

    /// <summary>Installs a test plugin under an id of its choice.</summary>
    public RealPluginFolder With(string testPlugin, string id, PluginKind kind, string version)
    {
        var built = TestPluginFolder.Built(testPlugin);
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(built, PackageNames.Manifest)))!;
        Install(id, kind, version, Path.Combine(built, (string)manifest["entryAssembly"]!));
        return this;
    }

    private void Install(string id, PluginKind kind, string version, string assembly)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_root, id, version)).FullName;
        File.Copy(assembly, Path.Combine(folder, Path.GetFileName(assembly)));
        var manifest = new JsonObject
        {
            ["id"] = id,
            ["kind"] = kind.Word(),
            ["version"] = version,
            ["contract"] = new JsonObject { ["from"] = "1.0", ["below"] = "2.0" },
            ["hosts"] = new JsonArray("quicksupport", "broker", "console"),
            ["entryAssembly"] = Path.GetFileName(assembly),
        };
        File.WriteAllText(Path.Combine(folder, PackageNames.Manifest), manifest.ToJsonString());
        TestPublisher.Known.Sign(folder);
    }
}

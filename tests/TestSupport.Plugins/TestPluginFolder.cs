using System.Text.Json.Nodes;
using Orchestrator.PluginFolders;

namespace Orchestrator.TestSupport.Plugins;

/// <summary>A plugin folder of one test, filled with copies of the test plugins.</summary>
public sealed class TestPluginFolder : IDisposable
{
    private static readonly string Built = Path.Combine(AppContext.BaseDirectory, "TestPlugins");

    public string Root { get; } = Directory.CreateTempSubdirectory("plugins-").FullName;

    public FolderPluginSource Source => new(Root);

    /// <summary>Installs a test plugin where its manifest says; returns its folder.</summary>
    /// <param name="name">Folder in tests/TestPlugins.</param>
    /// <param name="change">Changes the manifest before the folders are chosen.</param>
    public string Install(string name, Action<JsonObject>? change = null)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(Built, name, "plugin.json")))!.AsObject();
        change?.Invoke(manifest);
        var folder = Path.Combine(Root, (string)manifest["id"]!, (string)manifest["version"]!);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Built, name)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(folder, "plugin.json"), manifest.ToJsonString());
        return folder;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

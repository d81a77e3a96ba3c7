using System.Text.Json.Nodes;
using Orchestrator.PluginFolders;

namespace Orchestrator.TestSupport.Plugins;

/// <summary>A plugin folder of one test, filled with signed copies of the test plugins, and a trust file beside it that names their publisher.</summary>
public sealed class TestPluginFolder : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("plugins-").FullName;

    public TestPluginFolder()
    {
        Root = Directory.CreateDirectory(Path.Combine(home, "plugins")).FullName;
        TrustFile = new PluginTrustFile(Path.Combine(home, PluginTrustFile.Name));
        TrustFile.Write(PluginTrust.Nobody.With(TestPublisher.Known.Trusted));
    }

    /// <summary>The plugin folder.</summary>
    public string Root { get; }

    /// <summary>Outside it; trusts <see cref="TestPublisher.Known"/> alone.</summary>
    public PluginTrustFile TrustFile { get; }

    /// <summary>The folder as a program sees it.</summary>
    public FolderPluginSource Source => new(Root, TrustFile);

    /// <summary>Installs a test plugin where its manifest says, signed; returns its folder.</summary>
    /// <param name="name">Folder in tests/TestPlugins.</param>
    /// <param name="change">Changes the manifest before the folders are chosen and it is signed.</param>
    /// <param name="publisher">Who signs; null: <see cref="TestPublisher.Known"/>.</param>
    /// <param name="add">Puts further files into the folder before they are listed and signed.</param>
    public string Install(string name, Action<JsonObject>? change = null, TestPublisher? publisher = null, Action<string>? add = null)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(Built(name), PackageNames.Manifest)))!.AsObject();
        change?.Invoke(manifest);
        var folder = Path.Combine(Root, (string)manifest["id"]!, (string)manifest["version"]!);
        Copy(name, folder);
        File.WriteAllText(Path.Combine(folder, PackageNames.Manifest), manifest.ToJsonString());
        add?.Invoke(folder);
        (publisher ?? TestPublisher.Known).Sign(folder);
        return folder;
    }

    /// <summary>What the build of a test plugin gave: input for packing.</summary>
    public static string Built(string name) => Path.Combine(AppContext.BaseDirectory, "TestPlugins", name);

    /// <summary>Copies it, without what only a program needs.</summary>
    public static void Copy(string name, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Built(name)).Where(file => !file.EndsWith(".runtimeconfig.json", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    public void Dispose() => Directory.Delete(home, recursive: true);
}

using System.IO.Compression;
using Orchestrator.PluginHosting;
using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.PluginFolders.Tests;

/// <summary>A signed package of three tiny files, installed in a plugin folder; it is right until a test changes it. Nothing in it can be loaded.</summary>
internal sealed class SmallPackage : IDisposable
{
    public const string Manifest = """
        {"id":"audit.small","kind":"audit","version":"1.0.0","contract":{"from":"1.0","below":"2.0"},"hosts":["broker"],"entryAssembly":"Small.dll"}
        """;

    private readonly string home = Directory.CreateTempSubdirectory("small-").FullName;

    public SmallPackage(string manifest = Manifest, TestPublisher? publisher = null)
    {
        Root = Path.Combine(home, "plugins");
        Folder = Path.Combine(Root, "audit.small", "1.0.0");
        Directory.CreateDirectory(Path.Combine(Folder, "sub"));
        Write("plugin.json", manifest);
        Write("Small.dll", "not code, but bytes to hash");
        Write("sub/Words.txt", "some words");
        Write("sub/Empty.txt", "");
        (publisher ?? TestPublisher.Known).Sign(Folder);
        TrustFile = new PluginTrustFile(Path.Combine(home, PluginTrustFile.Name));
        TrustFile.Write(PluginTrust.Nobody.With(TestPublisher.Known.Trusted));
    }

    public string Root { get; }

    public string Folder { get; }

    public PluginTrustFile TrustFile { get; }

    public string Home => home;

    public FolderPluginSource Source => new(Root, TrustFile);

    public void Write(string path, string content) => File.WriteAllText(Path.Combine(Folder, path), content);

    /// <summary>The one refusal of the folder; fails when it is listed as a plugin.</summary>
    public PluginRefusal Refusal(FolderPluginSource? source = null)
    {
        var listing = (source ?? Source).List();
        Assert.Empty(listing.Plugins);
        return Assert.Single(listing.Refusals);
    }

    /// <summary>The folder as one file, made by an ordinary zip writer.</summary>
    public string Zip(Action<ZipArchive>? add = null, CompressionLevel level = CompressionLevel.Optimal)
    {
        var file = Path.Combine(home, $"{Guid.NewGuid():N}{PackageNames.Extension}");
        using var archive = ZipFile.Open(file, ZipArchiveMode.Create);
        foreach (var path in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
            archive.CreateEntryFromFile(path, Path.GetRelativePath(Folder, path).Replace('\\', '/'), level);
        add?.Invoke(archive);
        return file;
    }

    public void Dispose() => Directory.Delete(home, recursive: true);
}

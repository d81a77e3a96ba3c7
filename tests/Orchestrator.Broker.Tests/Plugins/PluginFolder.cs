using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.Broker.Tests.Plugins;

/// <summary>Puts plugins into a folder as their owner would.</summary>
internal static class PluginFolder
{
    private const string FileSink = "Orchestrator.Plugins.Audit.File.dll";

    /// <summary>The shipped file sink under another version.</summary>
    public static void InstallFileSink(string root, string version) =>
        Install(root, "audit.file", "audit", version, FileSink, File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, FileSink)));

    /// <summary>Something whose manifest is right and whose code is none.</summary>
    public static void InstallGarbage(string root, string id, string kind, string version) => Install(root, id, kind, version, "Garbage.dll", "garbage"u8.ToArray());

    private static void Install(string root, string id, string kind, string version, string assembly, byte[] content)
    {
        var folder = Path.Combine(root, id, version);
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, assembly), content);
        File.WriteAllText(
            Path.Combine(folder, "plugin.json"),
            $$"""{ "id": "{{id}}", "kind": "{{kind}}", "version": "{{version}}", "contract": { "from": "1.0", "below": "2.0" }, "hosts": ["broker"], "entryAssembly": "{{assembly}}" }""");
        TestPublisher.Known.Sign(folder);
    }
}

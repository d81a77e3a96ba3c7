using Orchestrator.PluginFolders;
using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.BadPlugins;

/// <summary>The good plugin's package after somebody was at it, or from somebody whom nobody knows.</summary>
internal static class PackageRows
{
    private const string Assembly = "Orchestrator.Plugins.Test.Good.dll";

    /// <summary>All of them.</summary>
    public static IEnumerable<BadPlugin> All =>
    [
        Changed("changed file", "one byte of its assembly was changed", folder => FlipLast(Path.Combine(folder, Assembly))),
        Changed("missing file", "its assembly was deleted", folder => File.Delete(Path.Combine(folder, Assembly))),
        Changed("extra file", "a file was put beside it", folder => File.WriteAllText(Path.Combine(folder, "extra.txt"), "extra")),
        Changed("changed manifest", "its manifest was changed after it was signed", folder => File.AppendAllText(NextGood.Manifest(folder), " ")),
        Changed("no signature", "nobody signed it", folder => File.Delete(Path.Combine(folder, "plugin.sig"))),
        Changed("broken signature", "its signature isn't one", folder => File.WriteAllText(Path.Combine(folder, "plugin.sig"), "{}")),
        NextGood.Installed("package: below the pin", "this program wants version 10 or later", host =>
        {
            NextGood.Install(host);
            host.Folder.TrustFile.Write(host.Folder.TrustFile.Read().With(new VersionPin("test.good", new Version(10, 0, 0))));
        }),
        NextGood.Installed("package: stranger", "signed by a publisher whom this program doesn't trust", host => NextGood.Install(host, TestPublisher.Stranger)),
    ];

    private static BadPlugin Changed(string name, string how, Action<string> change) => NextGood.Changed($"package: {name}", how, change);

    private static void FlipLast(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
    }
}

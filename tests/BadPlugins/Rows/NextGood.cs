namespace Orchestrator.BadPlugins;

/// <summary>The next version of the good plugin, to which something was done. The version that serves goes on.</summary>
internal static class NextGood
{
    private const string Id = "test.good";

    private static readonly Version Next = new(9, 0, 0);

    /// <summary>Changed after it was installed.</summary>
    public static BadPlugin Changed(string name, string how, Action<string> change) => Installed(name, how, host => change(Install(host)));

    /// <summary>Installed in its own way.</summary>
    public static BadPlugin Installed(string name, string how, Action<BadHost> install) => new(name, how, Id, install, BadPlugin.Unused) { Version = Next };

    /// <summary>Installs it, signed; by the publisher whom the program trusts, unless told otherwise.</summary>
    public static string Install(BadHost host, TestSupport.Plugins.TestPublisher? publisher = null) =>
        host.Folder.Install("Good", manifest => manifest["version"] = Next.ToString(), publisher);

    /// <summary>Path of plugin.json.</summary>
    public static string Manifest(string folder) => Path.Combine(folder, "plugin.json");
}

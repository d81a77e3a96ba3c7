namespace Orchestrator.BadPlugins;

/// <summary>Plugins whose package is in order and that can't be loaded, made, started or tested.</summary>
internal static class LoadingRows
{
    /// <summary>All of them.</summary>
    public static IEnumerable<BadPlugin> All =>
    [
        BadPlugin.Built("FutureContract", "made for a contract that this program doesn't have", "test.future"),
        BadPlugin.Built("OwnContract", "brings its own copy of the contract", "test.own-contract"),
        BadPlugin.Built("NoEntryPoint", "has no public class that is a plugin", "test.no-entry-point"),
        BadPlugin.Built("TwoEntryPoints", "has two public classes that are plugins", "test.two"),
        BadPlugin.Built("ThrowsInConstructor", "throws in its constructor", "test.throws"),
        BadPlugin.Built("OpensSocket", "opens a socket itself, past the host's dialer", "test.opens-socket"),
        BadPlugin.Built("MissingDependency", "needs a library that isn't in its package", "test.missing-dependency"),
        BadPlugin.Built("FailsSelfTest", "its own test says that it is unfit", "test.fails-self-test"),
        new BadPlugin(
            "ForeignNative",
            "brings a native library for another machine",
            "test.foreign-native",
            host => host.Folder.Install("ForeignNative", add: folder => File.WriteAllBytes(Path.Combine(folder, ForeignLibrary.FileName), ForeignLibrary.Bytes())),
            BadPlugin.Unused),
    ];
}

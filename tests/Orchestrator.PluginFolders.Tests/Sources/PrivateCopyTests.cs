using Orchestrator.PluginHosting;
using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.PluginFolders.Tests.Sources;

/// <summary>What was checked is what runs.</summary>
public sealed class PrivateCopyTests
{
    [Fact]
    public void A_loaded_plugin_reads_nothing_from_the_plugin_folder_any_more()
    {
        using var folder = new TestPluginFolder();
        var installed = folder.Install("Good", add: path => File.WriteAllText(Path.Combine(path, "words.txt"), "as signed"));
        var source = folder.Source;
        using var code = source.Load(Assert.Single(source.List().Plugins));

        foreach (var file in Directory.GetFiles(installed))
            File.WriteAllText(file, "exchanged");

        Assert.Equal("as signed", File.ReadAllText(Path.Combine(code.InstallDirectory, "words.txt")));
        Assert.DoesNotContain(folder.Root, code.InstallDirectory, StringComparison.Ordinal);
    }

    [Fact]
    public void The_copy_is_for_this_user_alone_and_goes_with_the_plugin()
    {
        using var folder = new TestPluginFolder();
        folder.Install("Good");
        var source = folder.Source;
        var code = source.Load(Assert.Single(source.List().Plugins));
        var copy = code.InstallDirectory;

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, File.GetUnixFileMode(copy));
            foreach (var file in Directory.GetFiles(copy))
                Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(copy)!));
        }

        code.Dispose();
        Assert.False(Directory.Exists(Path.GetDirectoryName(copy)));
    }

    [Fact]
    public void A_refused_one_leaves_no_copy()
    {
        using var package = new SmallPackage();
        var listed = Assert.Single(package.Source.List().Plugins);
        package.Write("sub/Words.txt", "SOME WORDS");

        var refusal = Assert.Throws<PluginRefusedException>(() => package.Source.Load(listed)).Refusal;

        Assert.Equal(PluginRefusalReason.FileChanged, refusal.Reason);
        Assert.DoesNotContain(Directory.GetDirectories(Path.GetTempPath(), "orchestrator-plugin-*"), copy => File.Exists(Path.Combine(copy, "files", "Small.dll")));
    }
}

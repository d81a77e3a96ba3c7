using Orchestrator.TestSupport.Plugins;

namespace Orchestrator.PluginFolders.Tests.Trust;

public sealed class PluginTrustFileTests : IDisposable
{
    private static readonly string Key = new('a', 64);
    private readonly string folder = Directory.CreateTempSubdirectory("trust-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private PluginTrustFile Trust => new(Path.Combine(folder, PluginTrustFile.Name));

    [Fact]
    public void What_was_written_is_read_and_only_its_owner_may_touch_it()
    {
        var trust = PluginTrust.Nobody.With(TestPublisher.Known.Trusted).With(TestPublisher.Stranger.Trusted).With(new VersionPin("audit.file", new Version(1, 2, 3)));

        Trust.Write(trust);
        var read = Trust.Read();

        Assert.Equal<TrustedPublisher>(trust.Publishers, read.Publishers);
        Assert.Equal<VersionPin>(trust.Pins, read.Pins);
        Assert.Equal([Trust.Path], Directory.GetFiles(folder));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Trust.Path));
    }

    [Fact]
    public void No_file_trusts_nobody() => Assert.Equal(PluginTrust.Nobody, Trust.Read());

    [Fact]
    public void A_file_that_others_may_write_proves_nothing()
    {
        Trust.Write(PluginTrust.Nobody.With(TestPublisher.Known.Trusted));
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(Trust.Path, File.GetUnixFileMode(Trust.Path) | UnixFileMode.GroupWrite);

        Assert.Contains("may be written by others", Assert.Throws<PluginTrustException>(() => Trust.Read()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plugins", "plugins/plugin-trust.json")]
    [InlineData("plugins", "plugins/a/b/plugin-trust.json")]
    [InlineData(".", "plugin-trust.json")]
    public void It_may_not_lie_in_the_plugin_folder(string plugins, string trust)
    {
        var file = new PluginTrustFile(Path.Combine(folder, trust));

        Assert.Throws<PluginTrustException>(() => new FolderPluginSource(Path.GetFullPath(Path.Combine(folder, plugins)), file));
        _ = new FolderPluginSource(Path.Combine(folder, "plugins2"), file);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"publishers":[],"unknown":1}""")]
    [InlineData("""{"publishers":[],"publishers":[]}""")]
    [InlineData("""{"publishers":[null]}""")]
    [InlineData("""{"publishers":[{"name":"A"}]}""")]
    [InlineData("""{"publishers":[{"name":"A","key":"KEY0"}]}""")]
    [InlineData("""{"publishers":[{"name":"A","key":"abc"}]}""")]
    [InlineData("""{"publishers":[{"name":"","key":"KEY"}]}""")]
    [InlineData("""{"publishers":[{"name":" A","key":"KEY"}]}""")]
    [InlineData("""{"publishers":[{"name":"A\u202eB","key":"KEY"}]}""")]
    [InlineData("""{"publishers":[{"name":"A","key":"KEY"},{"name":"B","key":"KEY"}]}""")]
    [InlineData("""{"publishers":[],"pins":[{"id":"A","version":"1.0.0"}]}""")]
    [InlineData("""{"publishers":[],"pins":[{"id":"a","version":"1.0"}]}""")]
    [InlineData("""{"publishers":[],"pins":[{"id":"a"}]}""")]
    [InlineData("""{"publishers":[],"pins":[{"id":"a","version":"1.0.0"},{"id":"a","version":"2.0.0"}]}""")]
    [InlineData("""{"publishers":[]} x""")]
    public void Whatever_departs_from_the_form_is_refused(string text)
    {
        File.WriteAllText(Trust.Path, text.Replace("KEY", Key, StringComparison.Ordinal));

        var refused = Assert.Throws<PluginTrustException>(() => Trust.Read());

        Assert.Contains(Trust.Path, refused.Message, StringComparison.Ordinal);
        Assert.Contains("plugins trust", refused.Message, StringComparison.Ordinal);
    }
}

using Orchestrator.SiteFiles;
using Orchestrator.QuickSupport.Tests.Support;

namespace Orchestrator.QuickSupport.Tests.Site;

public sealed class SiteFileGuardTests : IDisposable
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void What_the_running_user_could_have_written_isnt_honoured()
    {
        Skip.If(OperatingSystem.IsWindows(), "Unix permissions");
        var path = _folder.Write("site.yaml", "instrument: { name: a }");
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(path, ReadOnly);
        if (Environment.UserName != "root")
        {
            // The owner may always give himself the right, so read-only isn't enough.
            Assert.Throws<SiteFileException>(() => SiteFileLoader.Load(path, mustExist: true));
            return;
        }

        Assert.Equal("a", SiteFileLoader.Load(path, mustExist: true).InstrumentName);
        foreach (var mode in new[] { UnixFileMode.GroupWrite, UnixFileMode.OtherWrite })
        {
            File.SetUnixFileMode(path, ReadOnly | mode);
            Assert.Contains("may change it", Assert.Throws<SiteFileException>(() => SiteFileLoader.Load(path, mustExist: true)).Message, StringComparison.Ordinal);
            File.SetUnixFileMode(path, ReadOnly);
            File.SetUnixFileMode(_folder.Path, Own | mode);
            Assert.Contains("may change its folder", Assert.Throws<SiteFileException>(() => SiteFileLoader.Load(path, mustExist: true)).Message, StringComparison.Ordinal);
            File.SetUnixFileMode(_folder.Path, Own);
        }
    }

    [SkippableFact]
    public void A_link_isnt_honoured()
    {
        Skip.If(OperatingSystem.IsWindows(), "Unix links");
        var path = _folder.Write("real.yaml", "");
        File.CreateSymbolicLink(_folder.In("site.yaml"), path);

        Assert.Throws<SiteFileException>(() => SiteFileLoader.Load(_folder.In("site.yaml"), mustExist: true));
    }

    [Fact]
    public void A_missing_file_is_nothing_unless_somebody_named_it()
    {
        Assert.Equal(SiteFile.None, SiteFileLoader.Load(_folder.In("none.yaml"), mustExist: false));
        Assert.Throws<SiteFileException>(() => SiteFileLoader.Load(_folder.In("none.yaml"), mustExist: true));
    }
}
